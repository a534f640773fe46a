package dev.perdure.core.port;

import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every change of keys, roles, secrets, agents and the like; and sessions that were deleted. */
public interface AuditLog {

  /** Records what changes no row of ours, before it is done. Changes record themselves. */
  void record(OrgId orgId, AuditEntry entry);

  /** Changes, the latest first. */
  Page<Recorded> search(OrgId orgId, AuditFilter filter, PageRequest page);

  /** A change as it was recorded. */
  record Recorded(UUID id, Instant at, AuditEntry entry) {}

  /**
   * Which changes are wanted; what is null does not narrow.
   *
   * @param from at this moment or later
   * @param until before this moment
   * @param userId who made them
   * @param action a whole action, or the kind it begins with: {@code api_key} finds {@code
   *     api_key.revoke}
   * @param text words, each found anywhere in the entry
   */
  record AuditFilter(
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable UUID userId,
      @Nullable String action,
      @Nullable String targetKind,
      @Nullable String targetId,
      @Nullable String text) {

    /** All of them. */
    public static AuditFilter all() {
      return new AuditFilter(null, null, null, null, null, null, null);
    }
  }
}
