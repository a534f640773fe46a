package dev.perdure.llm;

import dev.perdure.core.agent.ModelParameters;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.ToolSpec;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes requests for tests. */
public final class Asks {
  public static final ToolSpec CLOCK =
      new ToolSpec("clock", "Tells the time", Map.of("type", "object", "properties", Map.of()));
  public static final ToolSpec CALCULATOR =
      tool("calculator", "expression", "Works out an expression");

  private static final RunRef RUN =
      new RunRef(
          new OrgId(new UUID(1, 1)),
          new UUID(2, 2),
          UUID.fromString("01900000-0000-7000-8000-00000000abcd"));

  private Asks() {}

  public static ToolSpec tool(String name, String argument, String description) {
    return new ToolSpec(
        name,
        description,
        Map.of(
            "type",
            "object",
            "properties",
            Map.of(argument, Map.of("type", "string", "description", "It")),
            "required",
            List.of(argument)));
  }

  public static ModelRequest user(String model, String text, ToolSpec... tools) {
    return of(model, List.of(message(Role.USER, new ContentPart.Text(text))), tools);
  }

  public static ModelRequest of(String model, List<Message> messages, ToolSpec... tools) {
    return new ModelRequest(
        StepRef.of(RUN, messages.size()),
        model,
        "Be brief.",
        messages,
        List.of(tools),
        ModelParameters.defaults(),
        Duration.ofSeconds(20));
  }

  /** The request that follows when the model's calls came to these results. */
  public static ModelRequest answered(
      ModelRequest request, List<ContentPart> reply, String... results) {
    var messages = new ArrayList<>(request.messages());
    messages.add(message(Role.ASSISTANT, reply.toArray(ContentPart[]::new)));
    int next = 0;
    for (ContentPart part : reply) {
      if (part instanceof ContentPart.ToolCall call) {
        messages.add(
            message(
                Role.TOOL,
                new ContentPart.ToolResult(call.id(), call.name(), results[next++], false)));
      }
    }
    return of(request.model(), messages, request.tools().toArray(ToolSpec[]::new));
  }

  public static ModelRequest within(Duration deadline, ModelRequest request) {
    return new ModelRequest(
        request.step(),
        request.model(),
        request.instructions(),
        request.messages(),
        request.tools(),
        request.parameters(),
        deadline);
  }

  public static Message message(Role role, ContentPart... content) {
    return new Message(
        RUN.orgId(),
        new UUID(3, 3),
        RUN.sessionId(),
        RUN.sessionId(),
        1,
        RUN.runId(),
        null,
        role,
        List.of(content),
        Instant.EPOCH);
  }
}
