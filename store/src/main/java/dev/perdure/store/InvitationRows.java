package dev.perdure.store;

import dev.perdure.core.port.InvitationStore.NewInvitation;
import dev.perdure.core.port.InvitationStore.Shown;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.Invitation;
import dev.perdure.core.tenant.OrgId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads and writes rows of {@code invitations}. */
final class InvitationRows {

  private static final String SELECT =
      """
      SELECT org_id, id, email, role, hash, invited_by, created_at, expires_at, revoked_at,
             accepted_at, accepted_by
      FROM invitations WHERE org_id = :org
      """;

  private static final String INSERT =
      """
      INSERT INTO invitations (org_id, id, email, role, hash, invited_by, expires_at)
      VALUES (:org, :id, :email, :role, :hash, :by, :expires)
      ON CONFLICT DO NOTHING
      """;

  // One that nobody can accept any more is not to stand in the way of another.
  private static final String END_EXPIRED =
      """
      UPDATE invitations SET revoked_at = expires_at
      WHERE org_id = :org AND lower(email) = lower(:email) AND expires_at <= now()
        AND accepted_at IS NULL AND revoked_at IS NULL
      """;

  private static final String REVOKE =
      """
      UPDATE invitations SET revoked_at = now()
      WHERE org_id = :org AND id = :id AND revoked_at IS NULL AND accepted_at IS NULL
      """;

  private static final String ACCEPT =
      """
      UPDATE invitations SET accepted_at = now(), accepted_by = :user
      WHERE org_id = :org AND id = :id
      """;

  Optional<Invitation> find(Handle handle, OrgId orgId, UUID id) {
    return shown(handle, orgId, id).map(Shown::invitation);
  }

  Optional<Shown> shown(Handle handle, OrgId orgId, UUID id) {
    return one(handle, orgId, id, "AND id = :id");
  }

  /** Finds an invitation and keeps others from accepting or revoking it. */
  Optional<Invitation> lock(Handle handle, OrgId orgId, UUID id) {
    return one(handle, orgId, id, "AND id = :id FOR NO KEY UPDATE").map(Shown::invitation);
  }

  private static Optional<Shown> one(Handle handle, OrgId orgId, UUID id, String which) {
    return handle
        .createQuery(SELECT + which)
        .bind("org", orgId.value())
        .bind("id", id)
        .map((rs, ctx) -> new Shown(map(rs), rs.getBytes("hash")))
        .findOne();
  }

  Page<Invitation> list(Handle handle, OrgId orgId, boolean open, PageRequest page) {
    Cursors.Key after = Cursors.read("invitations", page);
    List<Invitation> found =
        handle
            .createQuery(
                SELECT
                    + (open
                        ? "AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()\n"
                        : "")
                    + (after == null ? "" : "AND id < :after\n")
                    + "ORDER BY id DESC LIMIT :limit")
            .bind("org", orgId.value())
            .bind("after", after == null ? null : after.uuid())
            .bind("limit", Cursors.rows(page))
            .map((rs, ctx) -> map(rs))
            .list();
    return Cursors.page(
        "invitations", page, found, invitation -> new Cursors.Key(invitation.id().toString(), ""));
  }

  /** Whether nobody of this address was invited yet. */
  boolean insert(Handle handle, OrgId orgId, UUID by, NewInvitation invitation) {
    handle
        .createUpdate(END_EXPIRED)
        .bind("org", orgId.value())
        .bind("email", PgText.clean(invitation.email()))
        .execute();
    return handle
            .createUpdate(INSERT)
            .bind("org", orgId.value())
            .bind("id", invitation.id())
            .bind("email", PgText.clean(invitation.email()))
            .bind("role", PgText.clean(invitation.role()))
            .bind("hash", invitation.hash())
            .bind("by", by)
            .bind("expires", Times.utc(invitation.expiresAt()))
            .execute()
        == 1;
  }

  /** Whether it could still be accepted. */
  boolean revoke(Handle handle, OrgId orgId, UUID id) {
    return handle.createUpdate(REVOKE).bind("org", orgId.value()).bind("id", id).execute() == 1;
  }

  void accept(Handle handle, OrgId orgId, UUID id, UUID user) {
    handle
        .createUpdate(ACCEPT)
        .bind("org", orgId.value())
        .bind("id", id)
        .bind("user", user)
        .execute();
  }

  private static Invitation map(ResultSet rs) throws SQLException {
    return new Invitation(
        new OrgId(Columns.uuid(rs, "org_id")),
        Columns.uuid(rs, "id"),
        rs.getString("email"),
        rs.getString("role"),
        Columns.uuidOrNull(rs, "invited_by"),
        Columns.instant(rs, "created_at"),
        Columns.instant(rs, "expires_at"),
        Columns.instantOrNull(rs, "revoked_at"),
        Columns.instantOrNull(rs, "accepted_at"),
        Columns.uuidOrNull(rs, "accepted_by"));
  }
}
