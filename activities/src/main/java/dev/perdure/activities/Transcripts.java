package dev.perdure.activities;

import dev.perdure.core.port.SessionStore;
import dev.perdure.core.port.TranscriptCache;
import dev.perdure.core.session.Message;
import dev.perdure.core.step.Claim;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;

/** Reads a thread: from short-term memory when that has it whole, else from PostgreSQL. */
final class Transcripts {

  private final SessionStore sessions;
  private final TranscriptCache cache;

  Transcripts(SessionStore sessions, TranscriptCache cache) {
    this.sessions = sessions;
    this.cache = cache;
  }

  /** The thread as it was when the step was claimed. */
  List<Message> read(Claim.Claimed step) {
    var orgId = step.step().run().orgId();
    List<Message> cached = cache.get(orgId, step.threadId(), step.transcriptSeq());
    if (!cached.isEmpty() || step.transcriptSeq() == 0) {
      return cached;
    }
    List<Message> stored =
        sessions.transcript(orgId, step.threadId(), 0).stream()
            .filter(message -> message.seq() <= step.transcriptSeq())
            .toList();
    cache.put(orgId, step.threadId(), stored);
    return stored;
  }

  /** Notes messages just committed. */
  void append(Claim.Claimed step, List<Message> messages) {
    append(step.step().run().orgId(), step.threadId(), messages);
  }

  /** Notes messages just committed to a thread. */
  void append(OrgId orgId, UUID threadId, List<Message> messages) {
    if (!messages.isEmpty()) {
      cache.append(orgId, threadId, messages);
    }
  }
}
