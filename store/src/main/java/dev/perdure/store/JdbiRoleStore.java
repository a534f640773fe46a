package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.RoleStore;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.Role;
import dev.perdure.core.tenant.RoleDefinition;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Roles; each method is one transaction. Those that change one take turns in an organization. */
final class JdbiRoleStore implements RoleStore {

  private final Db db;
  private final RoleRows rows = new RoleRows();
  private final AuditRows audit;

  JdbiRoleStore(Db db, AuditRows audit) {
    this.db = db;
    this.audit = audit;
  }

  @Override
  public List<RoleDefinition> list(OrgId orgId) {
    return db.inOrg(
        orgId,
        handle -> {
          boolean operator = operator(handle, orgId);
          return Stream.concat(
                  Arrays.stream(Role.values()).map(role -> builtIn(role, operator)),
                  rows.list(handle, orgId, operator).stream())
              .toList();
        });
  }

  @Override
  public Optional<RoleDefinition> get(OrgId orgId, String name) {
    return db.inOrg(orgId, handle -> find(handle, orgId, name, operator(handle, orgId)));
  }

  @Override
  public RoleDefinition create(
      Requester by, String name, @Nullable String description, Set<Permission> permissions) {
    return db.inOrg(
        by.orgId(),
        handle -> {
          boolean operator = Grants.lock(handle, by.orgId());
          Grants.within(by, permissions);
          if (rows.list(handle, by.orgId(), operator).size() >= MOST) {
            throw PerdureException.conflict(
                "role_limit", "An organization can have " + MOST + " roles of its own at most.");
          }
          RoleDefinition role = new RoleDefinition(name, description, permissions, false);
          if (Role.of(name).isPresent() || !rows.insert(handle, by.orgId(), role)) {
            throw PerdureException.conflict(
                "role_taken", "There is a role \"" + name + "\" already. Choose another name.");
          }
          audit.add(
              handle,
              by.orgId(),
              by.actor().did("role.create", AuditWords.target(role)).after(AuditWords.of(role)));
          return role;
        });
  }

  @Override
  public RoleDefinition update(
      Requester by,
      String name,
      @Nullable String description,
      @Nullable Set<Permission> permissions) {
    return db.inOrg(
        by.orgId(),
        handle -> {
          RoleDefinition before = changeable(handle, by, name);
          Set<Permission> wanted = permissions == null ? before.permissions() : permissions;
          Grants.within(by, wanted);
          RoleDefinition after =
              new RoleDefinition(name, text(description, before.description()), wanted, false);
          rows.update(handle, by.orgId(), after);
          audit.add(
              handle,
              by.orgId(),
              by.actor()
                  .did("role.update", AuditWords.target(after))
                  .before(AuditWords.of(before))
                  .after(AuditWords.of(after)));
          return after;
        });
  }

  @Override
  public void delete(Requester by, String name) {
    db.inOrg(
        by.orgId(),
        handle -> {
          RoleDefinition role = changeable(handle, by, name);
          if (rows.inUse(handle, by.orgId(), name)) {
            throw PerdureException.conflict(
                "role_in_use", "Users or invitations have this role. Give them another first.");
          }
          rows.delete(handle, by.orgId(), name);
          audit.add(
              handle,
              by.orgId(),
              by.actor().did("role.delete", AuditWords.target(role)).before(AuditWords.of(role)));
          return null;
        });
  }

  /** What is null stays, an empty text removes. */
  private static @Nullable String text(@Nullable String wanted, @Nullable String before) {
    return wanted == null ? before : (wanted.isEmpty() ? null : wanted);
  }

  /** A role of the organization's own, with no permission that the requester lacks. */
  private RoleDefinition changeable(Handle handle, Requester by, String name) {
    RoleDefinition role =
        find(handle, by.orgId(), name, Grants.lock(handle, by.orgId()))
            .orElseThrow(() -> PerdureException.notFound("role", "\"" + name + "\""));
    if (role.builtIn()) {
      throw PerdureException.conflict(
          "role_built_in", "Every organization has this role; it can't be changed.");
    }
    Grants.within(by, role.permissions());
    return role;
  }

  private Optional<RoleDefinition> find(Handle handle, OrgId orgId, String name, boolean operator) {
    return Role.of(name)
        .map(role -> builtIn(role, operator))
        .or(() -> rows.find(handle, orgId, name, operator));
  }

  private static RoleDefinition builtIn(Role role, boolean operator) {
    return new RoleDefinition(
        role.wireName(), null, Scopes.within(role.permissions(), operator), true);
  }

  private static boolean operator(Handle handle, OrgId orgId) {
    return handle
        .createQuery("SELECT operator FROM organizations WHERE org_id = :org")
        .bind("org", orgId.value())
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }
}
