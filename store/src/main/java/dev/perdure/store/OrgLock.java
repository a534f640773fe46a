package dev.perdure.store;

import dev.perdure.core.tenant.OrgId;
import org.jdbi.v3.core.Handle;

/**
 * Lets transactions of an organization that count the same thing take turns. Taken after session,
 * run and step, before the position, and never two of them by one transaction, but for a fork,
 * which takes FILES before RUNS.
 */
enum OrgLock {
  RUNS,
  SPEND,
  FILES;

  void take(Handle handle, OrgId orgId) {
    handle
        .createQuery("SELECT true FROM pg_advisory_xact_lock(hashtextextended(:name, 0))")
        .bind("name", "perdure " + name() + " " + orgId)
        .mapTo(Boolean.class)
        .one();
  }
}
