package dev.perdure.security.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureError.OutboundFailed;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {

  private Listener listener;
  private OutboundHttp http;

  @BeforeEach
  void start() throws IOException {
    listener = Listener.start();
    http =
        Clients.reaching(
            listener,
            new FakeDns().answer("one.test", "127.0.0.1").answer("two.test", "127.0.0.1"));
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  @Test
  void isFollowed() {
    listener
        .redirect("/", 302, "/a%20b")
        .redirect("/a%20b", 301, "c?d=é")
        .redirect("/c?d=%C3%A9", 307, listener.url("/end"));

    var response = http.send(OutboundRequest.get(listener.url("/")));

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.url()).isEqualTo(listener.url("/end"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.2/",
        "http://127.0.0.1:1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://2130706433/",
        "//10.0.0.1/",
        "//10.0.0.1",
        "http://user@example.com/",
        "http:\\\\10.0.0.1",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "https://0x7f.1/",
        "http://localhost./"
      })
  void toWhatIsNotPublicIsRefused(String location) {
    listener.redirect("/", 302, location);

    OutboundFailed failure =
        Clients.failure(() -> http.send(OutboundRequest.get(listener.url("/"))));

    assertThat(failure.code()).isIn("outbound_refused", "outbound_bad_response");
    assertThat(failure.sent()).isTrue();
    assertThat(listener.hits()).isOne();
  }

  @Test
  void inALoopEndsAfterThree() {
    listener.redirect("/", 302, "/");

    OutboundFailed failure =
        Clients.failure(() -> http.send(OutboundRequest.get(listener.url("/"))));

    assertThat(failure.code()).isEqualTo("outbound_too_many_redirects");
    assertThat(listener.hits()).isEqualTo(4);
  }

  @Test
  void isAnAnswerWhenNoneIsFollowed() {
    listener.redirect("/", 302, "http://10.0.0.1/");

    var response =
        http.send(
            OutboundRequest.get(listener.url("/"))
                .withLimits(OutboundLimits.DEFAULT.withMaxRedirects(0)));

    assertThat(response.status()).isEqualTo(302);
    assertThat(response.header("Location")).contains("http://10.0.0.1/");
  }

  @Test
  void carriesCredentialsToTheSameHostOnly() {
    String one = "http://one.test:" + listener.port();
    String two = "http://two.test:" + listener.port();
    listener.redirect("/", 302, one + "/same").redirect("/same", 302, two + "/end");

    http.send(
        OutboundRequest.get(one + "/")
            .withHeader("Authorization", "Bearer secret")
            .withHeader("X-Api-Key", "secret")
            .withHeader("Cookie", "a=secret")
            .withHeader("Accept", "text/plain"));

    assertThat(listener.seen().get(1).headers())
        .containsEntry("authorization", "Bearer secret")
        .containsEntry("x-api-key", "secret");
    assertThat(listener.seen().get(2).headers())
        .doesNotContainKeys("authorization", "x-api-key", "cookie")
        .containsEntry("accept", "text/plain");
  }

  @Test
  void carriesNoBodyToAnotherHost() {
    String one = "http://one.test:" + listener.port();
    String two = "http://two.test:" + listener.port();
    listener.redirect("/", 307, two + "/").redirect("/post", 302, "/get");
    byte[] body = "secret".getBytes(StandardCharsets.UTF_8);

    OutboundFailed failure =
        Clients.failure(() -> http.send(OutboundRequest.post(one + "/", "text/plain", body)));
    assertThat(failure.code()).isEqualTo("outbound_refused");

    http.send(OutboundRequest.post(one + "/post", "text/plain", body));
    assertThat(listener.seen().getLast().line()).startsWith("GET /get ");
    assertThat(listener.seen().getLast().body()).isEmpty();
    assertThat(listener.seen().getLast().headers()).doesNotContainKey("content-type");
  }
}
