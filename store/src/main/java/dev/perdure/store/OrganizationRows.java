package dev.perdure.store;

import dev.perdure.core.port.OrganizationStore.NewOrganization;
import dev.perdure.core.port.OrganizationStore.OrganizationFilter;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Reads and writes rows of {@code organizations}. */
final class OrganizationRows {

  private static final String SELECT =
      """
      SELECT org_id, slug, name, plan, status, operator, signed, created_at
      FROM organizations WHERE org_id = :org
      """;

  private static final String LIST =
      """
      SELECT org_id, slug, name, plan, status, operator, signed, created_at
      FROM crossing.organizations(:search, :status, :after, :limit)
      """;

  private static final String INSERT =
      """
      INSERT INTO organizations (org_id, slug, name, plan) VALUES (:org, :slug, :name, :plan)
      ON CONFLICT DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE organizations SET name = :name, plan = :plan, status = :status, signed = :signed
      WHERE org_id = :org
      """;

  Optional<Organization> find(Handle handle, OrgId orgId) {
    return handle
        .createQuery(SELECT)
        .bind("org", orgId.value())
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  /** Across organizations. */
  Page<Organization> list(Handle handle, OrganizationFilter filter, PageRequest page) {
    Cursors.Key after = Cursors.read("organizations", page);
    Organization.Status status = filter.status();
    String search = filter.search();
    List<Organization> found =
        handle
            .createQuery(LIST)
            .bind("search", search == null ? null : "%" + PgText.likeLiteral(search) + "%")
            .bind("status", status == null ? null : status.wireName())
            .bind("after", after == null ? null : after.value())
            .bind("limit", Cursors.rows(page))
            .map((rs, ctx) -> map(rs))
            .list();
    return Cursors.page(
        "organizations",
        page,
        found,
        organization -> new Cursors.Key(organization.orgId().toString(), organization.slug()));
  }

  /** Whether the slug was free. */
  boolean insert(Handle handle, NewOrganization wanted) {
    return handle
            .createUpdate(INSERT)
            .bind("org", wanted.orgId().value())
            .bind("slug", PgText.clean(wanted.slug()))
            .bind("name", PgText.clean(wanted.name()))
            .bind("plan", PgText.clean(wanted.plan()))
            .execute()
        == 1;
  }

  void update(Handle handle, Organization organization) {
    handle
        .createUpdate(UPDATE)
        .bind("org", organization.orgId().value())
        .bind("name", PgText.clean(organization.name()))
        .bind("plan", PgText.clean(organization.plan()))
        .bind("status", organization.status().wireName())
        .bind("signed", organization.signed())
        .execute();
  }

  private static Organization map(ResultSet rs) throws SQLException {
    String status = rs.getString("status");
    return new Organization(
        new OrgId(Columns.uuid(rs, "org_id")),
        rs.getString("slug"),
        rs.getString("name"),
        rs.getString("plan"),
        Organization.Status.of(status).orElseThrow(() -> new IllegalStateException(status)),
        rs.getBoolean("operator"),
        rs.getBoolean("signed"),
        Columns.instant(rs, "created_at"));
  }
}
