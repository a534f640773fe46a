package dev.perdure.security.outbound;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.net.OutboundHosts;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundReader;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRules;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guarded client over Apache HttpClient. One per process; {@link #close} ends its clock. */
public final class GuardedClients implements OutboundClients, OutboundHosts, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(GuardedClients.class);

  private static final Duration LOOK_UP = Duration.ofSeconds(10);

  private final List<OutboundRule> installation;
  private final OutboundRules rules;
  private final Resolver resolver;
  private final SSLContext tls;
  private final ScheduledThreadPoolExecutor clock;

  /**
   * The client as it is in production.
   *
   * @param installation rules for all organizations, from the configuration
   * @param rules those of each organization
   */
  public GuardedClients(List<OutboundRule> installation, OutboundRules rules) {
    this(installation, rules, Resolver.SYSTEM, trusted());
  }

  /** The same with another look-up, or other certificates to trust. */
  public GuardedClients(
      List<OutboundRule> installation, OutboundRules rules, Resolver resolver, SSLContext tls) {
    this.installation = List.copyOf(installation);
    this.rules = rules;
    this.resolver = resolver;
    this.tls = tls;
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("outbound-deadlines").factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  @Override
  public OutboundHttp forOrg(OrgId orgId, Cancellation cancellation) {
    return new OutboundHttp() {
      @Override
      public <T> T send(OutboundRequest request, OutboundReader<T> reader) {
        try {
          return exchange(orgId, cancellation, request, reader);
        } catch (PerdureException e) {
          tell(orgId, e);
          throw e;
        }
      }
    };
  }

  @Override
  public List<InetAddress> resolve(
      OrgId orgId, String host, int port, int usualPort, Cancellation cancellation) {
    Policy policy = new Policy(installation, rules.rules(orgId), List.of(usualPort));
    try (Deadline deadline = new Deadline(LOOK_UP, cancellation, clock)) {
      return new Gate(policy, resolver).check(Target.of(host, port), deadline);
    } catch (PerdureException e) {
      tell(orgId, e);
      throw e;
    }
  }

  private static void tell(OrgId orgId, PerdureException e) {
    if (e.error() instanceof PerdureError.OutboundFailed failed) {
      log.info("request to the outside failed: org_id={} code={}", orgId.value(), failed.code());
    }
  }

  private <T> T exchange(
      OrgId orgId, Cancellation cancellation, OutboundRequest request, OutboundReader<T> reader) {
    Hop first = Hop.first(request);
    Gate gate = new Gate(new Policy(installation, rules.rules(orgId)), resolver);
    try (Deadline deadline = new Deadline(request.limits().deadline(), cancellation, clock)) {
      return new Exchange(gate, tls, request.limits(), deadline).run(first, reader);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private static SSLContext trusted() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
