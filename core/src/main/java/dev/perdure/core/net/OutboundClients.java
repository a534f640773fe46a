package dev.perdure.core.net;

import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;

/** Port: the guarded client, one for each organization, for each has rules of its own. */
public interface OutboundClients {

  /** The client of an organization; its requests end when {@code cancellation} is requested. */
  OutboundHttp forOrg(OrgId orgId, Cancellation cancellation);

  /** The client of an organization. */
  default OutboundHttp forOrg(OrgId orgId) {
    return forOrg(orgId, Cancellation.NEVER);
  }

  /** Refuses everything; for where nothing is to leave the machine. */
  static OutboundClients none() {
    return (orgId, cancellation) -> OutboundHttp.none();
  }
}
