package dev.perdure.activities;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.step.Claim;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Asks a model. An answer that has to fit a schema and does not is asked for once more, with what
 * is wrong with it; what was shown of the first becomes void.
 */
final class Asking {

  private final Ports ports;
  private final Spending spending;
  private final Ticker ticker;

  Asking(Ports ports, Spending spending, Ticker ticker) {
    this.ports = ports;
    this.spending = spending;
    this.ticker = ticker;
  }

  /** Asks, and holds an answer against the request's schema if it has one. */
  Answer ask(Claim.Claimed step, ModelRequest request, StopSignal stop) {
    Answer first = once(step, request, stop);
    List<String> problems = problems(request, first.reply());
    if (problems.isEmpty()) {
      return first;
    }
    Answer billed = first;
    try {
      ModelRequest repair = repair(step, request, first, problems);
      billed = once(step, repair, stop).after(first);
      List<String> again = problems(request, billed.reply());
      if (!again.isEmpty()) {
        throw mismatch(again, "It was asked twice.");
      }
      return billed;
    } catch (RuntimeException e) {
      spending.book(step, billed);
      throw e;
    }
  }

  /** Asks for the repair only when there is something left for it. */
  private ModelRequest repair(
      Claim.Claimed step, ModelRequest request, Answer first, List<String> problems) {
    ModelRequest repair =
        spending.bounded(step, repair(request, first, problems), first.usage(), first.costMicros());
    boolean affordable =
        repair.deadline().isPositive()
            && spending.reserve(step, repair, first.usage(), first.costMicros()).isEmpty();
    if (!affordable) {
      throw mismatch(problems, "There was nothing left to ask it again.");
    }
    return repair;
  }

  /** The model may answer after it was told to stop; such an answer comes too late. */
  private Answer once(Claim.Claimed step, ModelRequest request, StopSignal stop) {
    MessageStream stream = new MessageStream(step, ports, ticker, stop);
    long began = System.nanoTime();
    ModelReply reply;
    try {
      reply = ports.models().call(request, stream, stop);
      stop.throwIfRequested();
    } finally {
      stream.close();
    }
    return new Answer(
        reply,
        stream.messageId(),
        stream.close(),
        reply.usage(),
        spending.cost(step, request.model(), reply),
        Duration.ofNanos(System.nanoTime() - began),
        reply.reasoning());
  }

  private List<String> problems(ModelRequest request, ModelReply reply) {
    Map<String, Object> schema = request.responseSchema();
    return schema == null || (Contents.hasCalls(reply.content()) && !request.tools().isEmpty())
        ? List.of()
        : ports.schemas().problems(schema, Contents.text(reply.content()));
  }

  /** The same, with the answer that does not fit and what is wrong with it; in the time left. */
  private static ModelRequest repair(ModelRequest request, Answer first, List<String> problems) {
    List<Message> messages = new ArrayList<>(request.messages());
    String answer = Contents.text(first.reply().content());
    messages.add(message(request, Role.ASSISTANT, answer.isBlank() ? "(nothing)" : answer));
    messages.add(
        message(
            request,
            Role.USER,
            "Your answer does not fit what is asked for: "
                + String.join("; ", problems)
                + (first.reply().truncated() ? "; it reached its output limit" : "")
                + ". Answer again with nothing but JSON that fits this JSON Schema: "
                + Arguments.write(request.responseSchema())));
    return new ModelRequest(
        request.step(),
        request.model(),
        request.instructions(),
        messages,
        request.tools(),
        request.parameters(),
        request.deadline().minus(first.took()),
        request.responseSchema());
  }

  private static Message message(ModelRequest request, Role role, String text) {
    var run = request.step().run();
    return new Message(
        run.orgId(),
        UUID.randomUUID(),
        run.sessionId(),
        run.sessionId(),
        0,
        run.runId(),
        request.step().stepId(),
        role,
        List.of(new ContentPart.Text(text)),
        Instant.now());
  }

  private static PerdureException mismatch(List<String> problems, String attempts) {
    return PerdureException.modelFinal(
        "output_schema_mismatch",
        "The model's answer does not fit the agent's output schema: "
            + String.join("; ", problems)
            + ". "
            + attempts,
        null);
  }
}
