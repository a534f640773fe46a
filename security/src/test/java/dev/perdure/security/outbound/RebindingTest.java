package dev.perdure.security.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureError.OutboundFailed;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names that stand for something else from one look to the next. */
class RebindingTest {

  @Test
  void aNameIsLookedUpOnceAndThatAddressIsConnectedTo() throws IOException {
    try (Listener listener = Listener.start()) {
      FakeDns dns =
          new FakeDns().answer("rebind.test", "192.0.66.1").answer("rebind.test", "127.0.0.1");
      OutboundHttp http = open(listener.port(), dns);

      OutboundFailed failure =
          Clients.failure(
              () -> http.send(Clients.quick("http://rebind.test:" + listener.port() + "/")));

      assertThat(failure.code()).isIn("outbound_unreachable", "outbound_timeout");
      assertThat(dns.asked()).containsExactly("rebind.test");
      assertThat(listener.hits()).isZero();
    }
  }

  @Test
  void theLookUpOfARedirectIsCheckedAnew() throws IOException {
    try (Listener listener = Listener.start()) {
      String url = "http://rebind.test:" + listener.port();
      listener.redirect("/", 302, url + "/again");
      FakeDns dns =
          new FakeDns().answer("rebind.test", "127.0.0.1").answer("rebind.test", "127.0.0.2");
      OutboundHttp http = Clients.reaching(listener, dns);

      OutboundFailed failure = Clients.failure(() -> http.send(Clients.quick(url + "/")));

      assertThat(failure.code()).isEqualTo("outbound_refused");
      assertThat(failure.sent()).isTrue();
      assertThat(listener.hits()).isOne();
    }
  }

  @Test
  void anAnswerWithOnePrivateAddressIsRefusedWhole() throws IOException {
    try (Listener listener = Listener.start()) {
      FakeDns dns = new FakeDns().answer("mixed.test", "192.0.66.1", "127.0.0.1");
      OutboundHttp http = open(listener.port(), dns);

      OutboundFailed failure =
          Clients.failure(
              () -> http.send(Clients.quick("http://mixed.test:" + listener.port() + "/")));

      assertThat(failure.code()).isEqualTo("outbound_refused");
      assertThat(listener.hits()).isZero();
    }
  }

  @Test
  void aNameOfNothingIsUnreachable() throws IOException {
    try (Listener listener = Listener.start()) {
      OutboundFailed failure =
          Clients.failure(() ->
              open(listener.port(), new FakeDns()).send(Clients.quick("http://nowhere.test/")));

      assertThat(failure.code()).isEqualTo("outbound_unreachable");
      assertThat(failure.retryable()).isTrue();
      assertThat(failure.sent()).isFalse();
    }
  }

  @Test
  void aLookUpThatHangsEndsWithTheDeadline() throws IOException {
    try (Listener listener = Listener.start()) {
      Resolver hanging =
          name -> {
            try {
              Thread.sleep(30_000);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return List.of();
          };

      OutboundFailed failure =
          Clients.failure(
              () -> open(listener.port(), hanging).send(Clients.quick("http://slow.test/")));

      assertThat(failure.code()).isEqualTo("outbound_timeout");
      assertThat(failure.sent()).isFalse();
    }
  }

  /** Public addresses may be reached on this port. */
  private static OutboundHttp open(int port, Resolver dns) {
    return Clients.with(
            List.of(new OutboundRule(Action.ALLOW, "0.0.0.0/0", List.of(80, port))), dns)
        .forOrg(Clients.ORG);
  }
}
