package dev.perdure.memory;

import dev.perdure.core.quota.RateBucket;
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

  /** The pattern of all keys of an organization. An id has no letter that a pattern reads. */
  static String all(OrgId orgId) {
    return "perdure:{" + orgId + "}:*";
  }

  /** The pattern of the texts of all open messages. */
  static String openTexts(OrgId orgId) {
    return "perdure:{" + orgId + "}:text:*";
  }

  /** How the keys of the texts of a session's open messages begin. */
  static String openTexts(OrgId orgId, UUID sessionId) {
    return of(orgId, "text", sessionId) + ":";
  }

  /** A bucket of requests. An address belongs to no organization. */
  static String rate(RateBucket bucket) {
    String whose = bucket.orgId() == null ? "address:" + bucket.id() : bucket.orgId().toString();
    return "perdure:{" + whose + "}:rate:" + bucket.kind().wireName() + ":" + bucket.id();
  }

  /** How many event streams each server has open. */
  static String streams(OrgId orgId) {
    return "perdure:{" + orgId + "}:streams";
  }

  private static String of(OrgId orgId, String kind, UUID id) {
    return "perdure:{" + orgId + "}:" + kind + ":" + id;
  }
}
