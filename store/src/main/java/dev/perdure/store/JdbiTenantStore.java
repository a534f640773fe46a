package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.TenantStore;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Organizations, users and API keys. */
final class JdbiTenantStore implements TenantStore {

  private static final String NEW_ORGANIZATION =
      """
      WITH organization AS (
        INSERT INTO organizations (org_id, slug, name) VALUES (:org, :slug, :name)
        ON CONFLICT (slug) DO NOTHING
        RETURNING org_id
      )
      INSERT INTO users (org_id, id, name, role)
      SELECT org_id, :user, :user_name, 'owner' FROM organization
      """;

  private final Db db;
  private final Supplier<UUID> ids;
  private final AuditRows audit;
  private final KeyRows keys = new KeyRows();
  private final OrganizationRows organizations = new OrganizationRows();

  JdbiTenantStore(Db db, Supplier<UUID> ids, AuditRows audit) {
    this.db = db;
    this.ids = ids;
    this.audit = audit;
  }

  @Override
  public Optional<OrgId> findOrganization(String slug) {
    return db.acrossOrgs(handle ->
        handle
            .createQuery("SELECT crossing.organization_of_slug(:slug)")
            .bind("slug", PgText.clean(slug))
            .mapTo(UUID.class)
            .findOne()
            .map(OrgId::new));
  }

  @Override
  public Optional<UUID> firstUser(OrgId orgId) {
    return db.inOrg(
        orgId,
        handle ->
            handle
                .createQuery(
                    "SELECT id FROM users WHERE org_id = :org"
                        + " ORDER BY status = 'active' DESC, created_at, id LIMIT 1")
                .bind("org", orgId.value())
                .mapTo(UUID.class)
                .findOne());
  }

  @Override
  public NewOrganization createOrganization(String slug, String name, String userName) {
    OrgId orgId = new OrgId(ids.get());
    UUID userId = ids.get();
    boolean made =
        db.inOrg(
            orgId,
            handle -> {
              int inserted =
                  handle
                      .createUpdate(NEW_ORGANIZATION)
                      .bind("org", orgId.value())
                      .bind("slug", PgText.clean(slug))
                      .bind("name", PgText.clean(name))
                      .bind("user", userId)
                      .bind("user_name", PgText.clean(userName))
                      .execute();
              if (inserted > 0) {
                record(handle, orgId, "organization.create");
              }
              return inserted > 0;
            });
    if (!made) {
      throw PerdureException.conflict(
          "slug_taken", "There is an organization \"" + slug + "\" already. Choose another slug.");
    }
    return new NewOrganization(orgId, userId);
  }

  @Override
  public void makeOperator(OrgId orgId) {
    try {
      db.inOrg(
          orgId,
          handle -> {
            int changed =
                handle
                    .createUpdate(
                        """
                        UPDATE organizations SET operator = true
                        WHERE org_id = :org AND NOT operator
                        """)
                    .bind("org", orgId.value())
                    .execute();
            if (changed > 0) {
              record(handle, orgId, "organization.make_operator");
            }
            return changed;
          });
    } catch (IllegalStateException e) {
      if (Db.is(e, "23505")) {
        throw PerdureException.conflict(
            "operator_taken", "Another organization runs this installation already.");
      }
      throw e;
    }
  }

  @Override
  public void addKey(ApiKey key) {
    db.inOrg(
        key.orgId(),
        handle -> {
          keys.insert(handle, key);
          audit.add(
              handle,
              key.orgId(),
              Actor.service(key.orgId())
                  .did("api_key.create", AuditWords.target(key))
                  .after(AuditWords.of(key)));
          return null;
        });
  }

  /** A command of the installation changed an organization. */
  private void record(Handle handle, OrgId orgId, String action) {
    organizations
        .find(handle, orgId)
        .ifPresent(organization ->
            audit.add(
                handle,
                orgId,
                Actor.service(orgId)
                    .did(action, AuditWords.target(organization))
                    .after(AuditWords.of(organization))));
  }
}
