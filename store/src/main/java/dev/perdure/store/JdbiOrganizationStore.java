package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.OrganizationStore;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.Role;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Organizations; each method is one transaction, which is in one organization after the other. */
final class JdbiOrganizationStore implements OrganizationStore {

  private final Db db;
  private final OrganizationRows rows = new OrganizationRows();
  private final UserRows users = new UserRows();
  private final KeyRows keys = new KeyRows();
  private final AuditRows audit;
  private final IdempotencyKeys requests;

  JdbiOrganizationStore(Db db, AuditRows audit, IdempotencyKeys requests) {
    this.db = db;
    this.audit = audit;
    this.requests = requests;
  }

  @Override
  public Optional<Organization> get(OrgId orgId) {
    return db.inOrg(orgId, handle -> rows.find(handle, orgId));
  }

  @Override
  public Page<Organization> list(OrganizationFilter filter, PageRequest page) {
    return db.acrossOrgs(handle -> rows.list(handle, filter, page));
  }

  @Override
  public Created<Organization> create(
      Requester by, NewOrganization wanted, @Nullable Idempotency idempotency) {
    return db.inOrg(
        by.orgId(),
        handle -> {
          var made = requests.take(handle, by.orgId(), idempotency, wanted.orgId().value());
          if (made.isPresent()) {
            OrgId first = new OrgId(made.get().id());
            CurrentOrg.set(handle, first);
            return new Created<>(require(handle, first), true);
          }
          CurrentOrg.set(handle, wanted.orgId());
          insert(handle, wanted);
          Organization organization = require(handle, wanted.orgId());
          record(
              handle,
              by,
              organization,
              by.actor()
                  .did("organization.create", AuditWords.target(organization))
                  .after(AuditWords.of(organization)));
          return new Created<>(organization, false);
        });
  }

  private void insert(Handle handle, NewOrganization wanted) {
    if (!rows.insert(handle, wanted)) {
      throw PerdureException.conflict(
          "slug_taken",
          "There is an organization \"" + wanted.slug() + "\" already. Choose another slug.");
    }
    users.insert(
        handle,
        wanted.orgId(),
        wanted.ownerId(),
        wanted.ownerName(),
        wanted.ownerEmail(),
        Role.OWNER.wireName());
    ApiKey key = wanted.key();
    if (key != null) {
      keys.insert(handle, key);
    }
  }

  @Override
  public Organization update(Requester by, OrgId orgId, OrganizationChange change) {
    return db.inOrg(
        orgId,
        handle -> {
          Grants.lock(handle, orgId);
          Organization before = require(handle, orgId);
          if (before.status() == Organization.Status.ERASING) {
            throw PerdureException.conflict(
                "organization_erasing", "This organization is being erased. There is no way back.");
          }
          Organization after = changed(before, change);
          if (after.operator() && after.status() == Organization.Status.SUSPENDED) {
            throw PerdureException.conflict(
                "operator_suspended",
                "This organization runs the installation: nobody could lift its suspension.");
          }
          rows.update(handle, after);
          record(
              handle,
              by,
              after,
              by.actor()
                  .did("organization.update", AuditWords.target(after))
                  .before(AuditWords.of(before))
                  .after(AuditWords.of(after)));
          return after;
        });
  }

  /** In the organization's own log, and in that of who changed it, who alone sees from where. */
  private void record(Handle handle, Requester by, Organization changed, AuditEntry entry) {
    if (!changed.orgId().equals(by.orgId())) {
      audit.add(handle, changed.orgId(), entry.withoutOrigin());
      CurrentOrg.set(handle, by.orgId());
    }
    audit.add(handle, by.orgId(), entry);
  }

  private static Organization changed(Organization organization, OrganizationChange change) {
    return new Organization(
        organization.orgId(),
        organization.slug(),
        change.name() == null ? organization.name() : change.name(),
        change.plan() == null ? organization.plan() : change.plan(),
        change.status() == null ? organization.status() : change.status(),
        organization.operator(),
        change.signed() == null ? organization.signed() : change.signed(),
        organization.createdAt());
  }

  private Organization require(Handle handle, OrgId orgId) {
    return rows.find(handle, orgId)
        .orElseThrow(() -> PerdureException.notFound("organization", orgId));
  }
}
