package dev.perdure.security.outbound;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureError.OutboundFailed;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import dev.perdure.core.tenant.OrgId;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Makes clients for tests. */
final class Clients {

  static final OrgId ORG = new OrgId(new UUID(0, 1));

  private Clients() {}

  static GuardedClients with(List<OutboundRule> rules, Resolver resolver) {
    return new GuardedClients(rules, _ -> List.of(), resolver, tls());
  }

  /** A client that may reach a listener on 127.0.0.1. */
  static OutboundHttp reaching(Listener listener) {
    return with(List.of(internal(listener.port())), Resolver.SYSTEM).forOrg(ORG);
  }

  /** The same with names of its own. */
  static OutboundHttp reaching(Listener listener, Resolver resolver) {
    return with(List.of(internal(listener.port())), resolver).forOrg(ORG);
  }

  static OutboundRule internal(int port) {
    return new OutboundRule(Action.INTERNAL, "127.0.0.1", List.of(port));
  }

  static OutboundRequest quick(String url) {
    return OutboundRequest.get(url)
        .withLimits(OutboundLimits.DEFAULT.withDeadline(Duration.ofMillis(700)));
  }

  static SSLContext tls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static OutboundFailed failure(ThrowingCallable call) {
    PerdureException thrown = catchThrowableOfType(PerdureException.class, call);
    if (thrown == null || !(thrown.error() instanceof OutboundFailed failed)) {
      throw new AssertionError("no failure of a request to the outside", thrown);
    }
    return failed;
  }
}
