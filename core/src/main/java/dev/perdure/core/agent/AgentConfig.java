package dev.perdure.core.agent;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is. The body of an immutable version; fields are only ever added, absent means the
 * default.
 *
 * @param instructions the system prompt
 * @param model {@code provider/model}
 * @param skills names of the skills whose tools the agent may call
 * @param maxSteps the most steps one run may take before it is stopped, 1 to 100,000
 */
public record AgentConfig(
    String instructions,
    String model,
    ModelParameters parameters,
    List<String> skills,
    int maxSteps) {

  /** Steps allowed when a configuration names no limit. */
  public static final int DEFAULT_MAX_STEPS = 250;

  public AgentConfig {
    skills = List.copyOf(skills);
  }

  /** Reads a configuration in which everything but the model may be left out. */
  @JsonCreator
  public static AgentConfig of(
      @JsonProperty("instructions") @Nullable String instructions,
      @JsonProperty(value = "model", required = true) String model,
      @JsonProperty("parameters") @Nullable ModelParameters parameters,
      @JsonProperty("skills") @Nullable List<String> skills,
      @JsonProperty("maxSteps") @Nullable Integer maxSteps) {
    return new AgentConfig(
        instructions == null ? "" : instructions,
        model,
        parameters == null ? ModelParameters.defaults() : parameters,
        skills == null ? List.of() : skills,
        maxSteps == null ? DEFAULT_MAX_STEPS : maxSteps);
  }
}
