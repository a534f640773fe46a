package dev.perdure.core.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is. The body of an immutable version; fields are only ever added, absent means the
 * default.
 *
 * @param instructions the system prompt
 * @param model {@code provider/model}
 * @param skills names of the skills whose tools the agent may call
 * @param maxSteps the most steps one run may take, 1 to 100,000
 * @param fallbackModels {@code provider/model} names, tried in order when the model fails for good
 * @param subAgents whom it may delegate to
 * @param askUser whether it may ask the person it works for, by the tool {@code ask_user}
 * @param outputSchema JSON Schema that the answer must fit, as JSON; null for free text
 */
public record AgentConfig(
    String instructions,
    String model,
    ModelParameters parameters,
    List<String> skills,
    int maxSteps,
    List<String> fallbackModels,
    List<SubAgent> subAgents,
    boolean askUser,
    ApprovalPolicy approvals,
    Budget budget,
    OnFailure onFailure,
    @Nullable Map<String, Object> outputSchema) {

  /** Steps allowed when a configuration names no limit. */
  public static final int DEFAULT_MAX_STEPS = 250;

  public AgentConfig {
    skills = List.copyOf(skills);
    fallbackModels = List.copyOf(fallbackModels);
    subAgents = List.copyOf(subAgents);
    outputSchema = outputSchema == null ? null : Collections.unmodifiableMap(outputSchema);
  }

  /** Reads a configuration in which everything but the model may be left out. */
  @JsonCreator
  public static AgentConfig of(
      @JsonProperty("instructions") @Nullable String instructions,
      @JsonProperty(value = "model", required = true) String model,
      @JsonProperty("parameters") @Nullable ModelParameters parameters,
      @JsonProperty("skills") @Nullable List<String> skills,
      @JsonProperty("maxSteps") @Nullable Integer maxSteps,
      @JsonProperty("fallbackModels") @Nullable List<String> fallbackModels,
      @JsonProperty("subAgents") @Nullable List<SubAgent> subAgents,
      @JsonProperty("askUser") @Nullable Boolean askUser,
      @JsonProperty("approvals") @Nullable ApprovalPolicy approvals,
      @JsonProperty("budget") @Nullable Budget budget,
      @JsonProperty("onFailure") @Nullable OnFailure onFailure,
      @JsonProperty("outputSchema") @Nullable Map<String, Object> outputSchema) {
    return new AgentConfig(
        instructions == null ? "" : instructions,
        model,
        parameters == null ? ModelParameters.defaults() : parameters,
        skills == null ? List.of() : skills,
        maxSteps == null ? DEFAULT_MAX_STEPS : maxSteps,
        fallbackModels == null ? List.of() : fallbackModels,
        subAgents == null ? List.of() : subAgents,
        askUser != null && askUser,
        approvals == null ? ApprovalPolicy.DEFAULT : approvals,
        budget == null ? Budget.NONE : budget,
        onFailure == null ? OnFailure.WAIT : onFailure,
        outputSchema);
  }

  /** A configuration with the defaults for what concerns delegation, people, and budgets. */
  public static AgentConfig of(
      @Nullable String instructions,
      String model,
      @Nullable ModelParameters parameters,
      @Nullable List<String> skills,
      @Nullable Integer maxSteps) {
    return of(
        instructions,
        model,
        parameters,
        skills,
        maxSteps,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }
}
