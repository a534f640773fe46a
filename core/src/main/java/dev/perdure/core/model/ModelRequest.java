package dev.perdure.core.model;

import dev.perdure.core.agent.ModelParameters;
import dev.perdure.core.session.Message;
import dev.perdure.core.step.StepRef;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model.
 *
 * @param step the step it serves, for logs and traces
 * @param model {@code provider/model} at the gateway; the bare model name at a provider
 * @param instructions the system prompt
 * @param messages the context, oldest first; every tool call is followed by its result
 * @param tools what the model may call
 * @param deadline the most the call may take
 * @param responseSchema JSON Schema of the answer's text; null where any text will do. A provider
 *     does its best: that the answer fits is for the caller to check
 */
public record ModelRequest(
    StepRef step,
    String model,
    String instructions,
    List<Message> messages,
    List<ToolSpec> tools,
    ModelParameters parameters,
    Duration deadline,
    @Nullable Map<String, Object> responseSchema) {

  public ModelRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    responseSchema =
        responseSchema == null
            ? null
            : Collections.unmodifiableMap(new LinkedHashMap<>(responseSchema));
  }

  /** A call that any text may answer. */
  public ModelRequest(
      StepRef step,
      String model,
      String instructions,
      List<Message> messages,
      List<ToolSpec> tools,
      ModelParameters parameters,
      Duration deadline) {
    this(step, model, instructions, messages, tools, parameters, deadline, null);
  }

  /** The same call under another model name. */
  public ModelRequest withModel(String model) {
    return new ModelRequest(
        step, model, instructions, messages, tools, parameters, deadline, responseSchema);
  }

  /** The same call, whose reply may have no more than so many tokens. */
  public ModelRequest withMaxOutputTokens(int most) {
    ModelParameters bounded =
        new ModelParameters(parameters.temperature(), parameters.topP(), most);
    return new ModelRequest(
        step, model, instructions, messages, tools, bounded, deadline, responseSchema);
  }

  /** The same call with other instructions. */
  public ModelRequest withInstructions(String instructions) {
    return new ModelRequest(
        step, model, instructions, messages, tools, parameters, deadline, responseSchema);
  }

  /** The same call, to be answered in JSON of this schema, or in any text if it is null. */
  public ModelRequest withResponseSchema(@Nullable Map<String, Object> responseSchema) {
    return new ModelRequest(
        step, model, instructions, messages, tools, parameters, deadline, responseSchema);
  }
}
