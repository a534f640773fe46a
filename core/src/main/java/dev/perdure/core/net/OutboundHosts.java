package dev.perdure.core.net;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import java.net.InetAddress;
import java.util.List;

/**
 * Port: where a connection to the outside may go that is no HTTP, such as one to a database. Who
 * asks connects to exactly what is answered, and looks no name up again.
 */
@FunctionalInterface
public interface OutboundHosts {

  /**
   * Looks a host up under the rules of an organization.
   *
   * @param host a name, or an address in its usual spelling
   * @param usualPort reached without a rule, as 80 and 443 are by HTTP
   * @return addresses that may be reached, at least one
   * @throws PerdureException with {@code OutboundFailed}: {@code outbound_invalid}, {@code
   *     outbound_refused}, {@code outbound_timeout}, {@code outbound_unreachable}
   */
  List<InetAddress> resolve(
      OrgId orgId, String host, int port, int usualPort, Cancellation cancellation);

  /** Nothing may be reached. */
  static OutboundHosts none() {
    return (_, _, _, _, _) -> {
      throw PerdureException.outbound(
          "outbound_refused", "No connections to the outside are made here.", false, false, null);
    };
  }
}
