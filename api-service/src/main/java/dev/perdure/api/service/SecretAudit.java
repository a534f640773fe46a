package dev.perdure.api.service;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AuditLog;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Permission;
import dev.perdure.core.tenant.Requester;
import dev.perdure.skills.custom.SecretUses;
import java.util.Map;

/**
 * Records, before it leaves, which secret somebody who sets a skill up sends where: an address in a
 * draft may be anybody's.
 */
record SecretAudit(AuditLog audit, Requester by, String skill) implements SecretUses {

  @Override
  public void sending(String secret, String host) {
    AuditEntry entry = by.actor().did("secret.use", AuditEntry.Target.of("secret", secret));
    audit.record(by.orgId(), entry.after(Map.of("skill", skill, "host", host)));
  }

  /**
   * Refuses who may not even know which secrets there are: whoever names one in a skill chooses
   * what gets it.
   */
  static void require(Caller caller, Map<String, String> named) {
    if (!named.isEmpty() && !caller.permissions().contains(Permission.SECRETS_READ)) {
      throw new PerdureException(
          new PerdureError.Forbidden(
              "permission_missing",
              "To use secrets needs the permission "
                  + Permission.SECRETS_READ.wireName()
                  + " too: a skill sends them to the address that it is set up with."));
    }
  }
}
