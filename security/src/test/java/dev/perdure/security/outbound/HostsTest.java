package dev.perdure.security.outbound;

import static dev.perdure.security.outbound.Clients.ORG;
import static dev.perdure.security.outbound.Clients.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import dev.perdure.core.skill.Cancellation;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where connections may go that are no HTTP. */
class HostsTest {

  private static final int POSTGRES = 5432;

  private final AtomicInteger lookUps = new AtomicInteger();

  private List<InetAddress> resolve(List<OutboundRule> rules, String host, int port) {
    Resolver dns =
        name -> {
          lookUps.incrementAndGet();
          return switch (name) {
            case "db.example.com" -> List.of(address("93.184.216.34"));
            case "inside.example.com" -> List.of(address("10.1.2.3"));
            case "both.example.com" -> List.of(address("93.184.216.34"), address("127.0.0.1"));
            default -> throw new UnknownHostException(name);
          };
        };
    try (GuardedClients clients = Clients.with(rules, dns)) {
      return clients.resolve(ORG, host, port, POSTGRES, Cancellation.NEVER);
    }
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  private String refused(List<OutboundRule> rules, String host, int port) {
    return failure(() -> resolve(rules, host, port)).code();
  }

  private static OutboundRule rule(Action action, String target, Integer... ports) {
    return new OutboundRule(action, target, List.of(ports));
  }

  @Test
  void aPublicHostIsReachedOnTheUsualPortOnly() throws UnknownHostException {
    assertThat(resolve(List.of(), "db.example.com", POSTGRES))
        .containsExactly(address("93.184.216.34"));
    assertThat(lookUps).hasValue(1);
    assertThat(resolve(List.of(), "93.184.216.34", POSTGRES)).hasSize(1);
    assertThat(resolve(List.of(), "2606:2800:220:1::1", POSTGRES)).hasSize(1);
    assertThat(refused(List.of(), "db.example.com", 6432)).isEqualTo("outbound_refused");
    assertThat(refused(List.of(), "db.example.com", 443)).isEqualTo("outbound_refused");
    assertThat(refused(List.of(), "db.example.com", 0)).isEqualTo("outbound_invalid");
  }

  @Test
  void whatIsInsideIsReachedByTheOperatorsRuleOnly() {
    assertThat(refused(List.of(), "inside.example.com", POSTGRES)).isEqualTo("outbound_refused");
    assertThat(refused(List.of(), "both.example.com", POSTGRES)).isEqualTo("outbound_refused");
    List<OutboundRule> open = List.of(rule(Action.INTERNAL, "10.1.0.0/16", POSTGRES));
    assertThat(resolve(open, "inside.example.com", POSTGRES)).hasSize(1);
    assertThat(refused(open, "inside.example.com", 5433)).isEqualTo("outbound_refused");
  }

  @Test
  void blocksAndListsHold() {
    List<OutboundRule> blocked = List.of(rule(Action.BLOCK, "*.example.com"));
    assertThat(refused(blocked, "db.example.com", POSTGRES)).isEqualTo("outbound_refused");
    List<OutboundRule> listed = List.of(rule(Action.ALLOW, "*.example.com", POSTGRES, 6432));
    assertThat(resolve(listed, "db.example.com", 6432)).hasSize(1);
    assertThat(refused(listed, "93.184.216.35", POSTGRES)).isEqualTo("outbound_refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "2130706433",
        "0x7f000001",
        "127.1",
        "127.0.0.1",
        "::1",
        "[::1]",
        "::ffff:127.0.0.1",
        "169.254.169.254",
        "/tmp/.s.PGSQL.5432",
        "db.example.com,127.0.0.1",
        "db.example.com:5432",
        "db.example.com.",
        "user@db.example.com",
        "",
        "gibt es nicht"
      })
  void oddOrInternalHostsAreRefused(String host) {
    assertThat(refused(List.of(), host, POSTGRES)).isIn("outbound_refused", "outbound_unreachable");
    assertThat(lookUps.get()).isLessThanOrEqualTo(1);
  }
}
