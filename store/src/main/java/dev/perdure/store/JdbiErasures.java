package dev.perdure.store;

import dev.perdure.core.port.Erasures;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Erasures; each method is one transaction. */
final class JdbiErasures implements Erasures {

  /** A row refers to one that is to be deleted. */
  private static final String REFERRED_TO = "23503";

  private final Db db;
  private final ErasureRows rows;
  private final OrganizationErasing organizations;
  private final UserErasing users;

  JdbiErasures(Db db, ErasureRows rows, OrganizationErasing organizations, UserErasing users) {
    this.db = db;
    this.rows = rows;
    this.organizations = organizations;
    this.users = users;
  }

  @Override
  public Organization eraseOrganization(Requester by, OrgId orgId, String slug) {
    return db.inOrg(orgId, handle -> organizations.accept(handle, by, orgId, slug));
  }

  @Override
  public User eraseUser(Requester by, UUID userId) {
    return db.inOrg(by.orgId(), handle -> users.accept(handle, by, userId));
  }

  @Override
  public Optional<Erasure> take(Duration lease, Duration rest) {
    return db.acrossOrgs(handle -> rows.take(handle, lease, rest));
  }

  @Override
  public void release(Erasure erasure) {
    db.inOrg(
        erasure.orgId(),
        handle -> {
          rows.release(handle, erasure);
          return null;
        });
  }

  @Override
  public int endRuns(OrgId orgId) {
    return db.inOrg(orgId, handle -> organizations.endRuns(handle, orgId));
  }

  @Override
  public int deleteRows(OrgId orgId) {
    return db.inOrg(orgId, handle -> organizations.deleteRows(handle, orgId));
  }

  @Override
  public boolean finishOrganization(OrgId orgId) {
    try {
      db.inOrg(
          orgId,
          handle -> {
            organizations.finish(handle, orgId);
            return null;
          });
      return true;
    } catch (IllegalStateException e) {
      if (Db.is(e, REFERRED_TO)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public List<RunRef> unendedRuns(OrgId orgId, UUID userId) {
    return db.inOrg(orgId, handle -> users.unended(handle, orgId, userId));
  }

  @Override
  public List<Touched> maskTexts(OrgId orgId, UUID userId, UUID after) {
    return db.inOrg(orgId, handle -> users.maskTexts(handle, orgId, userId, after));
  }

  @Override
  public List<Emptied> sessions(OrgId orgId, UUID userId) {
    return db.inOrg(orgId, handle -> users.sessions(handle, orgId, userId));
  }

  @Override
  public void deleteSession(OrgId orgId, UUID userId, UUID sessionId) {
    db.inOrg(
        orgId,
        handle -> {
          users.deleteSession(handle, orgId, userId, sessionId);
          return null;
        });
  }

  @Override
  public void finishUser(OrgId orgId, UUID userId) {
    db.inOrg(
        orgId,
        handle -> {
          users.finish(handle, orgId, userId);
          return null;
        });
  }
}
