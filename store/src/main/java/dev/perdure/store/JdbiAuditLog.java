package dev.perdure.store;

import dev.perdure.core.port.AuditLog;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.OrgId;

/** Reads the audit log, which is written with the changes. */
final class JdbiAuditLog implements AuditLog {

  private final Db db;
  private final AuditRows rows;

  JdbiAuditLog(Db db, AuditRows rows) {
    this.db = db;
    this.rows = rows;
  }

  @Override
  public Page<Recorded> search(OrgId orgId, AuditFilter filter, PageRequest page) {
    return db.inOrg(orgId, handle -> rows.search(handle, orgId, filter, page));
  }
}
