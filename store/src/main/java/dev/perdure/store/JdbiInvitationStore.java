package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.InvitationStore;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.ApiKey;
import dev.perdure.core.tenant.Invitation;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Invitations; each method is one transaction. */
final class JdbiInvitationStore implements InvitationStore {

  private final Db db;
  private final InvitationRows rows = new InvitationRows();
  private final UserRows users = new UserRows();
  private final KeyRows keys = new KeyRows();
  private final OrganizationRows organizations = new OrganizationRows();
  private final AuditRows audit;
  private final IdempotencyKeys requests;

  JdbiInvitationStore(Db db, AuditRows audit, IdempotencyKeys requests) {
    this.db = db;
    this.audit = audit;
    this.requests = requests;
  }

  @Override
  public Page<Invitation> list(OrgId orgId, boolean open, PageRequest page) {
    return db.inOrg(orgId, handle -> rows.list(handle, orgId, open, page));
  }

  @Override
  public Optional<Invitation> get(OrgId orgId, UUID id) {
    return db.inOrg(orgId, handle -> rows.find(handle, orgId, id));
  }

  @Override
  public Created<Invitation> create(
      Requester by, NewInvitation wanted, @Nullable Idempotency idempotency) {
    OrgId orgId = by.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          var made = requests.take(handle, orgId, idempotency, wanted.id());
          if (made.isPresent()) {
            return new Created<>(require(handle, orgId, made.get().id()), true);
          }
          Grants.lock(handle, orgId);
          Grants.within(by, Grants.requireRole(handle, orgId, wanted.role()));
          if (users.hasEmail(handle, orgId, wanted.email(), null)) {
            throw UserRows.emailTaken();
          }
          if (!rows.insert(handle, orgId, by.caller().userId(), wanted)) {
            throw PerdureException.conflict(
                "invitation_open",
                "This address is invited already. Revoke that invitation first.");
          }
          Invitation invitation = require(handle, orgId, wanted.id());
          audit.add(
              handle,
              orgId,
              by.actor()
                  .did("invitation.create", AuditWords.target(invitation))
                  .after(AuditWords.of(invitation)));
          return new Created<>(invitation, false);
        });
  }

  @Override
  public Invitation revoke(Requester by, UUID id) {
    OrgId orgId = by.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          Invitation before = lock(handle, orgId, id);
          if (before.acceptedAt() != null) {
            throw closed("The invitation was accepted. Remove the user instead.");
          }
          boolean revoked = rows.revoke(handle, orgId, id);
          Invitation after = require(handle, orgId, id);
          if (revoked) {
            audit.add(
                handle,
                orgId,
                by.actor()
                    .did("invitation.revoke", AuditWords.target(after))
                    .before(AuditWords.of(before))
                    .after(AuditWords.of(after)));
          }
          return after;
        });
  }

  @Override
  public Optional<Shown> find(UUID id) {
    return db.acrossOrgs(handle ->
        CurrentOrg.setToThatOfInvitation(handle, id)
            .flatMap(orgId -> rows.shown(handle, orgId, id)));
  }

  @Override
  public User accept(Acceptance acceptance) {
    OrgId orgId = acceptance.orgId();
    return db.inOrg(
        orgId,
        handle -> {
          Grants.lock(handle, orgId);
          Invitation invitation = lock(handle, orgId, acceptance.invitationId());
          if (!invitation.openAt(Now.of(handle)) || suspended(handle, orgId)) {
            throw closed("The invitation was accepted or taken back, or has expired.");
          }
          Grants.requireRole(handle, orgId, invitation.role());
          users.insert(
              handle,
              orgId,
              acceptance.userId(),
              acceptance.name(),
              invitation.email(),
              invitation.role());
          ApiKey key = acceptance.key();
          if (key != null) {
            keys.insert(handle, key);
          }
          rows.accept(handle, orgId, invitation.id(), acceptance.userId());
          return told(handle, acceptance, invitation);
        });
  }

  /** Whom the invited became, once the audit log has it. */
  private User told(Handle handle, Acceptance acceptance, Invitation invitation) {
    OrgId orgId = acceptance.orgId();
    User user =
        users
            .find(handle, orgId, acceptance.userId())
            .orElseThrow(() -> new IllegalStateException("the user just made is gone"));
    Actor actor = new Actor(orgId, user.id(), null, acceptance.address(), acceptance.userAgent());
    audit.add(
        handle,
        orgId,
        actor
            .did("invitation.accept", AuditWords.target(invitation))
            .before(AuditWords.of(invitation))
            .after(AuditWords.of(require(handle, orgId, invitation.id()))));
    audit.add(
        handle,
        orgId,
        actor.did("user.create", AuditWords.target(user)).after(AuditWords.of(user)));
    ApiKey key = acceptance.key();
    if (key != null) {
      audit.add(
          handle,
          orgId,
          actor.did("api_key.create", AuditWords.target(key)).after(AuditWords.of(key)));
    }
    return user;
  }

  private boolean suspended(Handle handle, OrgId orgId) {
    return organizations
        .find(handle, orgId)
        .filter(found -> found.status() == Organization.Status.ACTIVE)
        .isEmpty();
  }

  private Invitation lock(Handle handle, OrgId orgId, UUID id) {
    return rows.lock(handle, orgId, id).orElseThrow(() -> notFound(id));
  }

  private Invitation require(Handle handle, OrgId orgId, UUID id) {
    return rows.find(handle, orgId, id).orElseThrow(() -> notFound(id));
  }

  private static PerdureException notFound(UUID id) {
    return PerdureException.notFound("invitation", id);
  }

  private static PerdureException closed(String message) {
    return PerdureException.conflict("invitation_closed", message);
  }
}
