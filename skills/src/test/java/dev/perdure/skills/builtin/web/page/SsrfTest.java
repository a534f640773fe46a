package dev.perdure.skills.builtin.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.skills.builtin.web.Failures;
import dev.perdure.skills.builtin.web.WebCalls;
import dev.perdure.skills.builtin.web.WebServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Pages that would lead inside, through the real guarded client. PORT is a server nobody opened.
 */
class SsrfTest {

  private WebServer open;
  private WebServer inside;
  private WebCalls calls;

  @BeforeEach
  void start() throws IOException {
    open = new WebServer();
    inside = new WebServer();
    inside.html("/", "<p>the crown jewels</p>");
    calls = new WebCalls(open);
  }

  @AfterEach
  void stop() {
    calls.close();
    open.close();
    inside.close();
  }

  private String here(String url) {
    return url.replace("PORT", Integer.toString(inside.port()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT/",
        "http://localhost:PORT/",
        "http://127.1:PORT/",
        "http://2130706433:PORT/",
        "http://0x7f000001:PORT/",
        "http://017700000001:PORT/",
        "http://0.0.0.0:PORT/",
        "http://[::1]:PORT/",
        "http://[::ffff:127.0.0.1]:PORT/",
        "http://[::ffff:7f00:1]:PORT/",
        "http://[64:ff9b::7f00:1]:PORT/",
        "http://[2002:7f00:1::]:PORT/",
        "http://127.0.0.1.:PORT/",
        "http://user@127.0.0.1:PORT/",
        "http://example.com@127.0.0.1:PORT/",
        "http://127.0.0.1:PORT\\@example.com/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://[fe80::1]/",
        "http://10.0.0.1/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "file:///etc/passwd",
        "ftp://127.0.0.1:PORT/",
        "gopher://127.0.0.1:PORT/",
        "jar:http://127.0.0.1:PORT/!/"
      })
  void reachesNothingInside(String url) {
    assertThat(Failures.of(() -> calls.fetch(here(url))).retryable()).isFalse();
    open.redirect("/leads", here(url));
    assertThat(Failures.of(() -> calls.fetch(open.url("/leads"))).retryable()).isFalse();
    open.redirect("/robots.txt", here(url));
    open.html("/page", "<p>outside</p>");
    assertThat(inside.seen()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:PORT/",
        "http://169.254.169.254/",
        "http://[::ffff:127.0.0.1]:PORT/"
      })
  void doesNotFollowRobotsTxtInside(String url) {
    open.redirect("/robots.txt", here(url)).html("/page", "<p>outside</p>");
    assertThat(Failures.of(() -> calls.fetch(open.url("/page"))).code())
        .isEqualTo("outbound_refused");
    assertThat(inside.seen()).isEmpty();
  }
}
