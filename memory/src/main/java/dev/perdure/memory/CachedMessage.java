package dev.perdure.memory;

import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message as cached; its organization is in the key. */
record CachedMessage(
    UUID id,
    UUID sessionId,
    UUID threadId,
    long seq,
    @Nullable UUID runId,
    @Nullable String stepId,
    Role role,
    List<ContentPart> content,
    Instant at) {

  CachedMessage {
    content = List.copyOf(content);
  }

  static CachedMessage of(Message m) {
    return new CachedMessage(
        m.id(),
        m.sessionId(),
        m.threadId(),
        m.seq(),
        m.runId(),
        m.stepId(),
        m.role(),
        m.content(),
        m.createdAt());
  }

  Message toMessage(OrgId orgId) {
    return new Message(orgId, id, sessionId, threadId, seq, runId, stepId, role, content, at);
  }
}
