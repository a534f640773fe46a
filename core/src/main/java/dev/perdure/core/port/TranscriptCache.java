package dev.perdure.core.port;

import dev.perdure.core.session.Message;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;

/** Short-term memory of a thread. May forget at any time; never throws for being away. */
public interface TranscriptCache {

  /**
   * The thread from its first message to {@code lastSeq}, or an empty list when it is not known
   * whole and exactly that far.
   */
  List<Message> get(OrgId orgId, UUID threadId, long lastSeq);

  /** Replaces what is known of the thread. */
  void put(OrgId orgId, UUID threadId, List<Message> messages);

  /** Adds committed messages, when what is known ends right before them. */
  void append(OrgId orgId, UUID threadId, List<Message> messages);
}
