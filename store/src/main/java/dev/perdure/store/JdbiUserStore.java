package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.UserStore;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Users; each method is one transaction. Those that change one take turns in an organization. */
final class JdbiUserStore implements UserStore {

  private final Db db;
  private final UserRows rows = new UserRows();
  private final KeyRows keys = new KeyRows();
  private final AuditRows audit;
  private final IdempotencyKeys requests;
  private final Supplier<UUID> ids;

  JdbiUserStore(Db db, AuditRows audit, IdempotencyKeys requests, Supplier<UUID> ids) {
    this.db = db;
    this.audit = audit;
    this.requests = requests;
    this.ids = ids;
  }

  @Override
  public Page<User> list(OrgId orgId, UserFilter filter, PageRequest page) {
    return db.inOrg(orgId, handle -> rows.list(handle, orgId, filter, page));
  }

  @Override
  public Optional<User> get(OrgId orgId, UUID id) {
    return db.inOrg(orgId, handle -> rows.find(handle, orgId, id));
  }

  @Override
  public Created<User> create(Requester by, NewUser wanted, @Nullable Idempotency idempotency) {
    UUID id = ids.get();
    return db.inOrg(
        by.orgId(),
        handle -> {
          var made = requests.take(handle, by.orgId(), idempotency, id);
          if (made.isPresent()) {
            return new Created<>(require(handle, by.orgId(), made.get().id()), true);
          }
          Grants.lock(handle, by.orgId());
          Grants.within(by, Grants.requireRole(handle, by.orgId(), wanted.role()));
          rows.insert(handle, by.orgId(), id, wanted.name(), wanted.email(), wanted.role());
          User user = require(handle, by.orgId(), id);
          audit.add(
              handle,
              by.orgId(),
              by.actor().did("user.create", AuditWords.target(user)).after(AuditWords.of(user)));
          return new Created<>(user, false);
        });
  }

  @Override
  public User update(Requester by, UUID id, UserChange change) {
    return db.inOrg(
        by.orgId(),
        handle -> {
          Grants.lock(handle, by.orgId());
          User before = changeable(handle, by, id);
          User after = changed(before, change);
          if (!after.role().equals(before.role())) {
            Grants.within(by, Grants.requireRole(handle, by.orgId(), after.role()));
          }
          String email = after.email();
          if (email != null && rows.hasEmail(handle, by.orgId(), email, id)) {
            throw UserRows.emailTaken();
          }
          if (!UserRows.owner(after)) {
            rows.keepAnOwner(handle, before);
          }
          rows.update(handle, after);
          audit.add(
              handle,
              by.orgId(),
              by.actor()
                  .did("user.update", AuditWords.target(after))
                  .before(AuditWords.of(before))
                  .after(AuditWords.of(after)));
          return after;
        });
  }

  @Override
  public void remove(Requester by, UUID id) {
    db.inOrg(
        by.orgId(),
        handle -> {
          Grants.lock(handle, by.orgId());
          User user = changeable(handle, by, id);
          rows.keepAnOwner(handle, user);
          rows.remove(handle, by.orgId(), id);
          keys.revokeAll(handle, by.orgId(), id);
          audit.add(
              handle,
              by.orgId(),
              by.actor().did("user.remove", AuditWords.target(user)).before(AuditWords.of(user)));
          return null;
        });
  }

  /** A user whose role has no permission that the requester lacks. */
  private User changeable(Handle handle, Requester by, UUID id) {
    User user = require(handle, by.orgId(), id);
    if (user.status() == User.Status.ERASING) {
      throw PerdureException.conflict(
          "user_erasing", "This user is being erased. There is no way back.");
    }
    Grants.within(by, Grants.ofRole(handle, by.orgId(), user.role()).orElse(Set.of()));
    return user;
  }

  private static User changed(User user, UserChange change) {
    String email = change.email();
    return new User(
        user.orgId(),
        user.id(),
        change.name() == null ? user.name() : change.name(),
        email == null ? user.email() : (email.isEmpty() ? null : email),
        change.role() == null ? user.role() : change.role(),
        change.status() == null ? user.status() : change.status(),
        user.createdAt());
  }

  private User require(Handle handle, OrgId orgId, UUID id) {
    return rows.find(handle, orgId, id).orElseThrow(() -> PerdureException.notFound("user", id));
  }
}
