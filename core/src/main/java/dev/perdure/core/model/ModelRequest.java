package dev.perdure.core.model;

import dev.perdure.core.agent.ModelParameters;
import dev.perdure.core.session.Message;
import dev.perdure.core.step.StepRef;
import java.time.Duration;
import java.util.List;

/**
 * One call of a model.
 *
 * @param step the step it serves, for logs and traces
 * @param model {@code provider/model} at the gateway; the bare model name at a provider
 * @param instructions the system prompt
 * @param messages the context, oldest first; every tool call is followed by its result
 * @param tools what the model may call
 * @param deadline the most the call may take
 */
public record ModelRequest(
    StepRef step,
    String model,
    String instructions,
    List<Message> messages,
    List<ToolSpec> tools,
    ModelParameters parameters,
    Duration deadline) {

  public ModelRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
  }

  /** The same call under another model name. */
  public ModelRequest withModel(String model) {
    return new ModelRequest(step, model, instructions, messages, tools, parameters, deadline);
  }
}
