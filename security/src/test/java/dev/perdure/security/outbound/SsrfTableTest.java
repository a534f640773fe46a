package dev.perdure.security.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureError.OutboundFailed;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way we know to spell what must not be reached. The listener waits on loopback, on a port
 * that is open to all public addresses, and must never see anybody.
 */
class SsrfTableTest {

  private static Listener listener;
  private static OutboundHttp http;
  private static FakeDns dns;

  @BeforeAll
  static void start() throws IOException {
    listener = new Listener(ServerSocketFactory.getDefault(), addresses());
    List<Integer> port = List.of(80, 443, listener.port());
    dns = new FakeDns();
    names().forEach(name -> dns.answer(name.host(), name.address()));
    dns.answer("mixed.test", "93.184.216.34", "127.0.0.1");
    dns.answer("mixed6.test", "2606:2800:220:1::1", "::1");
    http =
        Clients.with(
                List.of(
                    new OutboundRule(Action.ALLOW, "0.0.0.0/0", port),
                    new OutboundRule(Action.ALLOW, "::/0", port)),
                dns)
            .forOrg(Clients.ORG);
  }

  @AfterAll
  static void stop() {
    listener.close();
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void neverReachesTheListener(String spelling) {
    String url = spelling.replace("PORT", String.valueOf(listener.port()));

    OutboundFailed failure = Clients.failure(() -> http.send(Clients.quick(url)));

    assertThat(failure.code()).isIn("outbound_refused", "outbound_invalid");
    assertThat(failure.sent()).isFalse();
    assertThat(failure.message()).doesNotStartWith("Port");
    assertThat(listener.hits()).isZero();
  }

  @Test
  void theTableIsLongEnoughAndTheListenerCanBeReached() throws IOException {
    assertThat(spellings().distinct().count()).isGreaterThan(100);
    try (Listener open = Listener.start()) {
      assertThat(Clients.reaching(open).send(Clients.quick(open.url("/"))).text())
          .isEqualTo("hello");
      assertThat(open.hits()).isOne();
    }
  }

  @Test
  void aRefusalDoesNotTellWhatANameStandsFor() {
    OutboundFailed failure =
        Clients.failure(() -> http.send(Clients.quick("http://private10.test/")));

    assertThat(failure.message()).isEqualTo("private10.test is no public address.");
  }

  /** Both loopbacks, where the machine has both. */
  private static String[] addresses() {
    try (ServerSocket probe = new ServerSocket(0, 1, Inet6Address.ofLiteral("::1"))) {
      return new String[] {"127.0.0.1", probe.getInetAddress().getHostAddress()};
    } catch (IOException e) {
      return new String[] {"127.0.0.1"};
    }
  }

  private record Name(String host, String address) {}

  /** Names that stand for what is not public. */
  private static Stream<Name> names() {
    return Stream.of(
        new Name("localhost", "127.0.0.1"),
        new Name("localhost.localdomain", "127.0.0.1"),
        new Name("ip6-localhost", "::1"),
        new Name("loopback.test", "127.8.8.8"),
        new Name("127.0.0.1.nip.test", "127.0.0.1"),
        new Name("private10.test", "10.0.0.1"),
        new Name("private172.test", "172.31.255.255"),
        new Name("private192.test", "192.168.1.1"),
        new Name("metadata.google.internal", "169.254.169.254"),
        new Name("cgnat.test", "100.64.0.1"),
        new Name("cgnat-end.test", "100.127.255.255"),
        new Name("alibaba.test", "100.100.100.200"),
        new Name("oracle.test", "192.0.0.192"),
        new Name("azure.test", "168.63.129.16"),
        new Name("benchmark.test", "198.18.0.1"),
        new Name("benchmark-end.test", "198.19.255.255"),
        new Name("documentation.test", "192.0.2.1"),
        new Name("multicast.test", "224.0.0.1"),
        new Name("reserved.test", "240.0.0.1"),
        new Name("broadcast.test", "255.255.255.255"),
        new Name("this-network.test", "0.0.0.0"),
        new Name("loopback6.test", "::1"),
        new Name("unspecified6.test", "::"),
        new Name("unique-local.test", "fc00::1"),
        new Name("aws6.test", "fd00:ec2::254"),
        new Name("link-local6.test", "fe80::1"),
        new Name("site-local6.test", "fec0::1"),
        new Name("multicast6.test", "ff02::1"),
        new Name("compatible.test", "::7f00:1"),
        new Name("nat64.test", "64:ff9b::7f00:1"),
        new Name("nat64-local.test", "64:ff9b:1::7f00:1"),
        new Name("six-to-four.test", "2002:7f00:1::"),
        new Name("teredo.test", "2001:0:7f00:1::"),
        new Name("orchid.test", "2001:20::1"),
        new Name("documentation6.test", "2001:db8::1"),
        new Name("documentation6-new.test", "3fff::1"),
        new Name("segment-routing.test", "5f00::1"),
        new Name("discard.test", "100::1"),
        new Name("translated.test", "::ffff:0:7f00:1"),
        new Name("mapped.test", "::ffff:127.0.0.1"),
        new Name("far.test", "4000::1"));
  }

  static Stream<String> spellings() {
    return Stream.of(
            names().map(name -> "http://" + name.host() + ":PORT/"),
            Stream.of("http://mixed.test:PORT/", "http://mixed6.test:PORT/"),
            literals4().map(host -> "http://" + host + ":PORT/"),
            literals6().map(host -> "http://[" + host + "]:PORT/"),
            odd().map(host -> "http://" + host + ":PORT/"),
            urls())
        .flatMap(urls -> urls);
  }

  private static Stream<String> literals4() {
    return Stream.of(
        "127.0.0.1",
        "127.0.0.2",
        "127.255.255.254",
        "0.0.0.0",
        "0.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "169.254.170.2",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.251",
        "240.0.0.1",
        "255.255.255.255");
  }

  private static Stream<String> literals6() {
    return Stream.of(
        "::1",
        "::",
        "0:0:0:0:0:0:0:1",
        "0000:0000:0000:0000:0000:0000:0000:0001",
        "::ffff:7f00:1",
        "::ffff:127.0.0.1",
        "0:0:0:0:0:ffff:127.0.0.1",
        "::FFFF:7F00:0001",
        "::127.0.0.1",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "64:ff9b::127.0.0.1",
        "2002:7f00:1::",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%25eth0",
        "fe80::1%1",
        "::1%lo",
        "::1%25lo",
        "ff02::1",
        "fec0::1",
        ":::1",
        "1",
        "127.0.0.1",
        "v1.fe80::a+en1");
  }

  /** Spellings that one reader or another takes for 127.0.0.1. */
  private static Stream<String> odd() {
    return Stream.of(
        "2130706433",
        "017700000001",
        "0x7f000001",
        "0X7F000001",
        "0x7f.0.0.1",
        "0x7f.0x0.0x0.0x1",
        "0177.0.0.1",
        "0177.0.0.01",
        "00000177.0.0.1",
        "127.1",
        "127.0.1",
        "127.0.0.01",
        "127.000.000.001",
        "127.0.0.1.",
        "127.0.0.1..",
        "localhost.",
        "LOCALHOST.",
        "0",
        "0.0",
        "4294967296",
        "6425673729",
        "256.0.0.1",
        "127.0.0.257",
        "127.0.0.1%00",
        "127.0.0.1%20",
        "127.0.0.%31",
        "%31%32%37.0.0.1",
        "1%32%37.0.0.1",
        "127。0。0。1",
        "127．0．0．1",
        "127｡0｡0｡1",
        "１２７.0.0.1",
        "①②⑦.⓪.⓪.①",
        "١٢٧.0.0.1",
        "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ",
        "loc\u00adalhost",
        "loca\u200blhost",
        "ＬＯＣＡＬＨＯＳＴ",
        "127.0.0.1\t",
        " 127.0.0.1",
        "127.0.0.1\u0000.example.com",
        "example.com\n127.0.0.1",
        "-127.0.0.1",
        "127..0.0.1",
        ".127.0.0.1",
        "0x7f.1",
        "0x",
        "host.0x7f",
        "a.1");
  }

  private static Stream<String> urls() {
    return Stream.of(
        "http://example.com@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT@example.com/",
        "http://user:password@127.0.0.1:PORT/",
        "http://example.com:80@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT\\@example.com/",
        "http://example.com\\@127.0.0.1:PORT/",
        "http:\\\\127.0.0.1:PORT\\",
        "http:/127.0.0.1:PORT/",
        "http:127.0.0.1:PORT",
        "http:///127.0.0.1:PORT/",
        "//127.0.0.1:PORT/",
        "127.0.0.1:PORT",
        "http://127.0.0.1:PORT#@example.com/",
        "http://127.0.0.1:PORT?@example.com/",
        "http://127.0.0.1:0PORT/",
        "http://127.0.0.1:+PORT/",
        "http://127.0.0.1:PORT:80/",
        "http://127.0.0.1 :PORT/",
        "http://[::1]PORT/",
        "http://[::1/:PORT",
        "http://::1:PORT/",
        "http://[[::1]]:PORT/",
        "http://[::1]@example.com:PORT/",
        " http://127.0.0.1:PORT/",
        "\thttp://127.0.0.1:PORT/",
        "HTTP://127.0.0.1:PORT/",
        "hTTps://127.0.0.1:PORT/",
        "https://127.0.0.1:PORT/",
        "file:///etc/passwd",
        "file://127.0.0.1:PORT/",
        "ftp://127.0.0.1:PORT/",
        "gopher://127.0.0.1:PORT/_GET",
        "dict://127.0.0.1:PORT/info",
        "ldap://127.0.0.1:PORT/",
        "jar:http://127.0.0.1:PORT!/",
        "view-source:http://127.0.0.1:PORT/",
        "javascript://127.0.0.1:PORT/",
        "data:text/plain,hello",
        "ws://127.0.0.1:PORT/",
        "unix:///var/run/docker.sock",
        "http+unix://%2Fvar%2Frun%2Fdocker.sock/",
        "http://",
        "http:",
        "",
        "http://:PORT/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:-1/",
        "http://127.0.0.1:PORT/\r\nHost: example.com");
  }
}
