package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.quota.Limits;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.store.MakingRoom.Missing;
import dev.perdure.store.WorkspaceRows.Place;
import org.jdbi.v3.core.Handle;

/** Counts, from the rows, what all files of an organization take. */
final class OrganizationRoom {

  // A content counts once, however many versions have it.
  private static final String BYTES =
      "SELECT coalesce(sum(bytes), 0) FROM workspace_contents WHERE org_id = :org AND refs > 0";

  private static final String FILES = "SELECT count(*) FROM workspace_files WHERE org_id = :org";

  private final QuotaRows quotas;

  OrganizationRoom(QuotaRows quotas) {
    this.quotas = quotas;
  }

  static long bytes(Handle handle, OrgId orgId) {
    return handle.createQuery(BYTES).bind("org", orgId.value()).mapTo(Long.class).one();
  }

  static int files(Handle handle, OrgId orgId) {
    return handle.createQuery(FILES).bind("org", orgId.value()).mapTo(Integer.class).one();
  }

  long mostFileBytes(Handle handle, OrgId orgId) {
    return quotas.limits(handle, orgId).fileBytes();
  }

  /**
   * What was written fits in, when this returns. Others who write wait until the commit, so that
   * two at once can't both take the last room.
   *
   * @throws PerdureException {@code workspace_full}
   */
  void require(Place place) {
    Handle handle = place.handle();
    OrgId orgId = place.orgId();
    Limits limits = quotas.limits(handle, orgId);
    OrgLock.FILES.take(handle, orgId);
    MakingRoom.make(
        place,
        null,
        () ->
            new Missing(
                bytes(handle, orgId) - limits.storedBytes(),
                (long) files(handle, orgId) - limits.storedFiles()));
  }
}
