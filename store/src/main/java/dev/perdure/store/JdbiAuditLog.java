package dev.perdure.store;

import dev.perdure.core.port.AuditLog;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.OrgId;

/** Reads the audit log, most of which is written with the changes. */
final class JdbiAuditLog implements AuditLog {

  private final Db db;
  private final AuditRows rows;

  JdbiAuditLog(Db db, AuditRows rows) {
    this.db = db;
    this.rows = rows;
  }

  @Override
  public void record(OrgId orgId, AuditEntry entry) {
    db.inOrg(
        orgId,
        handle -> {
          rows.add(handle, orgId, entry);
          return entry;
        });
  }

  @Override
  public Page<Recorded> search(OrgId orgId, AuditFilter filter, PageRequest page) {
    return db.inOrg(orgId, handle -> rows.search(handle, orgId, filter, page));
  }
}
