package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.session.Session;
import dev.perdure.core.tenant.OrgId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Finds where a fork is cut. */
final class SessionFork {

  private final Transcript transcript;

  SessionFork(Transcript transcript) {
    this.transcript = transcript;
  }

  /** Keeps the session from being deleted meanwhile. */
  void lock(Handle handle, OrgId orgId, UUID sessionId) {
    handle
        .createQuery("SELECT id FROM sessions WHERE org_id = :org AND id = :session FOR KEY SHARE")
        .bind("org", orgId.value())
        .bind("session", sessionId)
        .mapTo(UUID.class)
        .findOne();
  }

  /**
   * The part to take over. The base is the thread that holds the message itself, so that a fork of
   * a fork refers to the original where it can.
   */
  SessionInserts.Base base(Handle handle, Session source, UUID atMessage) {
    List<Message> messages =
        transcript.read(
            handle, source.orgId(), source.threadId(), 0, Long.MAX_VALUE, Integer.MAX_VALUE);
    Message last =
        messages.stream()
            .filter(message -> message.id().equals(atMessage))
            .findFirst()
            .orElseThrow(() -> PerdureException.notFound("message", atMessage));
    if (partsCall(messages.subList(0, messages.indexOf(last) + 1))) {
      throw PerdureException.conflict(
          "fork_splits_tool_call",
          "A tool call before this message has its result after it. Fork after the result.");
    }
    return new SessionInserts.Base(source.id(), last.id(), last.threadId(), last.seq());
  }

  private static boolean partsCall(List<Message> taken) {
    Set<String> open = new HashSet<>();
    for (Message message : taken) {
      for (ContentPart part : message.content()) {
        if (message.role() == Role.ASSISTANT && part instanceof ContentPart.ToolCall call) {
          open.add(call.id());
        } else if (part instanceof ContentPart.ToolResult result) {
          open.remove(result.toolCallId());
        }
      }
    }
    return !open.isEmpty();
  }
}
