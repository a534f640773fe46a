package dev.perdure.memory;

import dev.perdure.core.tenant.OrgId;
import java.util.UUID;

/**
 * Names of keys and channels. Each carries the organization, in braces, so that a cluster keeps
 * what belongs together on one node.
 */
final class Keys {

  private Keys() {}

  /** The cached messages of a thread. */
  static String thread(OrgId orgId, UUID threadId) {
    return of(orgId, "thread", threadId);
  }

  /** The channel on which a session is heard. */
  static String live(OrgId orgId, UUID sessionId) {
    return of(orgId, "live", sessionId);
  }

  /** The text so far of an open message. */
  static String openText(OrgId orgId, UUID sessionId, UUID messageId) {
    return of(orgId, "text", sessionId) + ":" + messageId;
  }

  private static String of(OrgId orgId, String kind, UUID id) {
    return "perdure:{" + orgId + "}:" + kind + ":" + id;
  }
}
