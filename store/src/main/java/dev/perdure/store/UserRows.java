package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.UserStore.UserFilter;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Role;
import dev.perdure.core.tenant.User;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Reads and writes rows of {@code users}. */
final class UserRows {

  private static final String SELECT =
      """
      SELECT org_id, id, name, email, role, status, created_at
      FROM users WHERE org_id = :org AND status <> 'removed'
      """;

  private static final String INSERT =
      """
      INSERT INTO users (org_id, id, name, email, role, status)
      VALUES (:org, :id, :name, :email, :role, 'active')
      ON CONFLICT DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE users SET name = :name, email = :email, role = :role, status = :status,
        role_claimed_at = CASE WHEN role = :role THEN role_claimed_at END
      WHERE org_id = :org AND id = :id
      """;

  // The address and the identity are free for somebody else, or to be invited again.
  private static final String REMOVE =
      """
      UPDATE users SET status = 'removed', email = NULL, subject = NULL
      WHERE org_id = :org AND id = :id
      """;

  private static final String ERASABLE =
      """
      SELECT org_id, id, name, email, role, status, created_at
      FROM users WHERE org_id = :org AND id = :id AND erased_at IS NULL
      """;

  private static final String BEGIN_ERASING =
      """
      UPDATE users SET status = 'erasing', name = :mark, email = NULL, subject = NULL
      WHERE org_id = :org AND id = :id
      """;

  private static final String ERASED =
      """
      UPDATE users
      SET status = 'removed', name = :mark, email = NULL, subject = NULL,
          erased_at = clock_timestamp()
      WHERE org_id = :org AND id = :id
      """;

  private static final String OWNERS =
      """
      SELECT count(*) FROM users
      WHERE org_id = :org AND role = 'owner' AND status = 'active' AND id <> :id
      """;

  Optional<User> find(Handle handle, OrgId orgId, UUID id) {
    return find(handle, orgId, "AND id = :id", Map.of("id", id));
  }

  /** Finds a user who is not changed until the transaction ends. */
  Optional<User> share(Handle handle, OrgId orgId, UUID id) {
    return find(handle, orgId, "AND id = :id FOR SHARE", Map.of("id", id));
  }

  /**
   * Finds a user by a condition.
   *
   * @param values what it names
   */
  Optional<User> find(Handle handle, OrgId orgId, String condition, Map<String, ?> values) {
    return handle
        .createQuery(SELECT + condition)
        .bind("org", orgId.value())
        .bindMap(values)
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  Page<User> list(Handle handle, OrgId orgId, UserFilter filter, PageRequest page) {
    Cursors.Key after = Cursors.read("users", page);
    User.Status status = filter.status();
    String search = filter.search();
    List<User> found =
        handle
            .createQuery(
                SELECT
                    + (search == null ? "" : "AND (name ILIKE :search OR email ILIKE :search)\n")
                    + (filter.role() == null ? "" : "AND role = :role\n")
                    + (status == null ? "" : "AND status = :status\n")
                    + (after == null ? "" : "AND (name, id) > (:after_name, :after_id)\n")
                    + "ORDER BY name, id LIMIT :limit")
            .bind("org", orgId.value())
            .bind("search", search == null ? null : "%" + PgText.likeLiteral(search) + "%")
            .bind("role", PgText.cleanOrNull(filter.role()))
            .bind("status", status == null ? null : status.wireName())
            .bind("after_name", after == null ? null : after.value())
            .bind("after_id", after == null ? null : after.uuid())
            .bind("limit", Cursors.rows(page))
            .map((rs, ctx) -> map(rs))
            .list();
    return Cursors.page(
        "users", page, found, user -> new Cursors.Key(user.id().toString(), user.name()));
  }

  /** Makes a user; refused when another has the address. */
  void insert(
      Handle handle, OrgId orgId, UUID id, String name, @Nullable String email, String role) {
    int made =
        handle
            .createUpdate(INSERT)
            .bind("org", orgId.value())
            .bind("id", id)
            .bind("name", PgText.clean(name))
            .bind("email", PgText.cleanOrNull(email))
            .bind("role", PgText.clean(role))
            .execute();
    if (made == 0) {
      throw emailTaken();
    }
  }

  void update(Handle handle, User user) {
    handle
        .createUpdate(UPDATE)
        .bind("org", user.orgId().value())
        .bind("id", user.id())
        .bind("name", PgText.clean(user.name()))
        .bind("email", PgText.cleanOrNull(user.email()))
        .bind("role", PgText.clean(user.role()))
        .bind("status", user.status().wireName())
        .execute();
  }

  void remove(Handle handle, OrgId orgId, UUID id) {
    handle.createUpdate(REMOVE).bind("org", orgId.value()).bind("id", id).execute();
  }

  /** Finds a user who has not been erased, removed ones too. */
  Optional<User> erasable(Handle handle, OrgId orgId, UUID id) {
    return handle
        .createQuery(ERASABLE)
        .bind("org", orgId.value())
        .bind("id", id)
        .map((rs, ctx) -> map(rs))
        .findOne();
  }

  /** Takes what tells who a user is. */
  void beginErasing(Handle handle, OrgId orgId, UUID id) {
    mark(handle, BEGIN_ERASING, orgId, id);
  }

  void erased(Handle handle, OrgId orgId, UUID id) {
    mark(handle, ERASED, orgId, id);
  }

  private static void mark(Handle handle, String sql, OrgId orgId, UUID id) {
    handle
        .createUpdate(sql)
        .bind("org", orgId.value())
        .bind("id", id)
        .bind("mark", Mark.TEXT)
        .execute();
  }

  /** Whether somebody has the address. */
  boolean hasEmail(Handle handle, OrgId orgId, String email, @Nullable UUID besides) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT FROM users
              WHERE org_id = :org AND lower(email) = lower(:email)
                AND id IS DISTINCT FROM :besides::uuid)
            """)
        .bind("org", orgId.value())
        .bind("email", PgText.clean(email))
        .bind("besides", besides)
        .mapTo(Boolean.class)
        .one();
  }

  /** Refuses to lose the last active owner. */
  void keepAnOwner(Handle handle, User user) {
    if (lastOwner(handle, user)) {
      throw PerdureException.conflict(
          "last_owner",
          "This is the last active owner of the organization. Make somebody else an owner first.");
    }
  }

  /** Whether no active owner would remain without this user, who is one. */
  boolean lastOwner(Handle handle, User user) {
    return owner(user) && !ownerBesides(handle, user.orgId(), user.id());
  }

  static boolean owner(User user) {
    return user.status() == User.Status.ACTIVE && user.role().equals(Role.OWNER.wireName());
  }

  /** Whether an active owner remains without this user. */
  private boolean ownerBesides(Handle handle, OrgId orgId, UUID id) {
    return handle
            .createQuery(OWNERS)
            .bind("org", orgId.value())
            .bind("id", id)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  static PerdureException emailTaken() {
    return PerdureException.conflict("email_taken", "A user has this address already.");
  }

  private static User map(ResultSet rs) throws SQLException {
    String status = rs.getString("status");
    return new User(
        new OrgId(Columns.uuid(rs, "org_id")),
        Columns.uuid(rs, "id"),
        rs.getString("name"),
        rs.getString("email"),
        rs.getString("role"),
        User.Status.of(status).orElseThrow(() -> new IllegalStateException(status)),
        Columns.instant(rs, "created_at"));
  }
}
