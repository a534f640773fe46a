package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Requester;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The transactions by which an organization is erased. */
final class OrganizationErasing {

  private static final String MARK =
      "UPDATE organizations SET status = 'erasing' WHERE org_id = :org";

  // As ended ones no worker writes to them, and nobody starts them again.
  private static final String END_RUNS =
      """
      UPDATE runs
      SET status = 'cancelled', waiting_for = NULL, ended_at = clock_timestamp(),
          updated_at = clock_timestamp(), status_at = clock_timestamp()
      WHERE org_id = :org
        AND ctid = ANY(ARRAY(
          SELECT ctid FROM runs
          WHERE org_id = :org
            AND status IN ('queued', 'starting', 'running', 'waiting', 'paused', 'cancelling')
          LIMIT :most))
      """;

  private static final String DELETE =
      "DELETE FROM organizations WHERE org_id = :org AND status = 'erasing'";

  private final ErasureRows erasures;
  private final AuditRows audit;
  private final OrganizationRows rows = new OrganizationRows();

  OrganizationErasing(ErasureRows erasures, AuditRows audit) {
    this.erasures = erasures;
    this.audit = audit;
  }

  Organization accept(Handle handle, Requester by, OrgId orgId, String slug) {
    Grants.lock(handle, orgId);
    Organization found = require(handle, orgId);
    if (!found.slug().equals(slug)) {
      throw PerdureException.invalid(
          "confirmation_wrong",
          "To confirm, give the slug of the organization that is to be erased.",
          "/confirm");
    }
    if (found.operator()) {
      throw PerdureException.conflict(
          "operator_erased", "This organization runs the installation and can't be erased.");
    }
    if (found.status() == Organization.Status.ERASING) {
      return found;
    }
    handle.createUpdate(MARK).bind("org", orgId.value()).execute();
    erasures.add(handle, orgId, orgId.value());
    AuditEntry entry = by.actor().did("organization.erase", AuditWords.target(found));
    if (by.orgId().equals(orgId)) {
      audit.add(handle, orgId, entry);
    } else {
      audit.add(handle, orgId, entry.withoutOrigin());
    }
    tellOperator(
        handle,
        by.orgId().equals(orgId) ? entry.withoutOrigin() : entry,
        Map.of("slug", found.slug()));
    CurrentOrg.set(handle, orgId);
    return require(handle, orgId);
  }

  int endRuns(Handle handle, OrgId orgId) {
    return handle
        .createUpdate(END_RUNS)
        .bind("org", orgId.value())
        .bind("most", ErasedTables.MOST)
        .execute();
  }

  int deleteRows(Handle handle, OrgId orgId) {
    ErasedTables.Deleted deleted = ErasedTables.some(handle, orgId);
    if (deleted.rows() > 0) {
      erasures.count(handle, orgId, orgId.value(), deleted.what(), deleted.rows());
    }
    return deleted.rows();
  }

  /** Fails with a foreign key when a row has come meanwhile. */
  void finish(Handle handle, OrgId orgId) {
    Optional<Organization> found = rows.find(handle, orgId);
    if (found.isEmpty()) {
      return;
    }
    Map<String, Object> counts = erasures.counts(handle, orgId, orgId.value());
    erasures.deleteAll(handle, orgId);
    int deleted = handle.createUpdate(DELETE).bind("org", orgId.value()).execute();
    if (deleted == 0) {
      return; // Another node was quicker.
    }
    tellOperator(
        handle,
        Actor.service(orgId).did("organization.erased", AuditWords.target(found.get())),
        Map.of("slug", found.get().slug(), "deleted", counts));
  }

  private void tellOperator(Handle handle, AuditEntry entry, Map<String, Object> before) {
    Optional<OrgId> operator =
        handle
            .createQuery("SELECT crossing.operator_organization()")
            .mapTo(UUID.class)
            .findOne()
            .map(OrgId::new);
    if (operator.isPresent()) {
      CurrentOrg.set(handle, operator.get());
      audit.add(handle, operator.get(), entry.before(before));
    }
  }

  private Organization require(Handle handle, OrgId orgId) {
    return rows.find(handle, orgId)
        .orElseThrow(() -> PerdureException.notFound("organization", orgId));
  }
}
