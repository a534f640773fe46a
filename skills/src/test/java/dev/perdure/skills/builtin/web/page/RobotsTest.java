package dev.perdure.skills.builtin.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.builtin.web.Failures;
import dev.perdure.skills.builtin.web.WebCalls;
import dev.perdure.skills.builtin.web.WebServer;
import dev.perdure.skills.builtin.web.WebServer.Answer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobotsTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-30T17:00:00Z"));
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final Tool tool = new FetchPageTool(clock);
  private WebServer server;
  private WebCalls calls;

  @BeforeEach
  void start() throws IOException {
    server = new WebServer();
    server.html("/a", "<p>open</p>").html("/private/b", "<p>closed</p>");
    calls = new WebCalls(server);
  }

  @AfterEach
  void stop() {
    calls.close();
    server.close();
  }

  private String fetch(String path) {
    return calls.fetch(tool, Map.of(), Map.of("url", server.url(path)));
  }

  private PerdureError.ToolFailed refused(String path) {
    return Failures.tool(() -> fetch(path));
  }

  private void robots(String text) {
    server.on("/robots.txt", Answer.of(200, "text/plain", text));
  }

  private void later(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Test
  void readsWhatRobotsTxtAllowsAndNothingElse() {
    robots("User-agent: *\nDisallow: /private/\n");
    assertThat(fetch("/a")).endsWith("open");
    assertThat(refused("/private/b").code()).isEqualTo("page_not_allowed");
    assertThat(refused("/private/b").message()).contains("robots.txt", "\"Perdure\"");
    assertThat(server.hits("/private/b")).isZero();
  }

  @Test
  void heedsWhatIsSaidToUsByName() {
    robots("User-agent: *\nDisallow:\n\nUser-agent: perdure\nDisallow: /\n");
    assertThat(refused("/a").code()).isEqualTo("page_not_allowed");
    Map<String, Object> settings = Map.of("user_agent", "Other/1");
    assertThat(calls.fetch(tool, settings, Map.of("url", server.url("/a")))).endsWith("open");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410, 403, 401})
  void readsAllWhereThereIsNone(int status) {
    server.on("/robots.txt", Answer.of(status, "text/html", "no"));
    assertThat(fetch("/private/b")).endsWith("closed");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429})
  void readsNothingWhileRobotsTxtCannotBeHad(int status) {
    server.on("/robots.txt", Answer.of(status, "text/html", "no"));
    assertThat(refused("/a").message()).contains("robots.txt answers " + status);
    robots("");
    assertThat(refused("/a").code()).isEqualTo("page_not_allowed");
    later(Duration.ofMinutes(3));
    assertThat(fetch("/a")).endsWith("open");
  }

  @Test
  void asksOnceInAnHour() {
    robots("User-agent: *\nDisallow: /private/\n");
    fetch("/a");
    fetch("/a");
    assertThat(server.hits("/robots.txt")).isEqualTo(1);
    later(Duration.ofMinutes(61));
    fetch("/a");
    assertThat(server.hits("/robots.txt")).isEqualTo(2);
  }

  @Test
  void asksForEachOrganization() {
    fetch("/a");
    OrgId other = new OrgId(new UUID(0, 2));
    calls.call(tool, calls.context(other, Map.of(), Map.of()), Map.of("url", server.url("/a")));
    assertThat(server.hits("/robots.txt")).isEqualTo(2);
  }

  @Test
  void asksAboutEachAddressOfARedirect() throws IOException {
    try (WebServer elsewhere = new WebServer();
        WebCalls both = new WebCalls(server, elsewhere)) {
      elsewhere.on("/robots.txt", Answer.of(200, "text/plain", "User-agent: *\nDisallow: /"));
      elsewhere.html("/x", "<p>closed</p>");
      server.redirect("/out", elsewhere.url("/x"));
      server.redirect("/in", "/private/b");
      robots("User-agent: *\nDisallow: /private/\n");
      Map<String, Object> none = Map.of();
      assertThat(
              Failures.tool(() -> both.fetch(tool, none, Map.of("url", server.url("/out")))).code())
          .isEqualTo("page_not_allowed");
      assertThat(
              Failures.tool(() -> both.fetch(tool, none, Map.of("url", server.url("/in")))).code())
          .isEqualTo("page_not_allowed");
      assertThat(elsewhere.hits("/x")).isZero();
      assertThat(server.hits("/private/b")).isZero();
    }
  }

  @Test
  void followsARobotsTxtThatMovedAndGivesUpOnOneThatNeverEnds() {
    server.redirect("/robots.txt", "/other.txt");
    server.on("/other.txt", Answer.of(200, "text/plain", "User-agent: *\nDisallow: /private/"));
    assertThat(refused("/private/b").code()).isEqualTo("page_not_allowed");
    later(Duration.ofHours(2));
    server.redirect("/robots.txt", "/robots.txt");
    assertThat(fetch("/private/b")).endsWith("closed");
  }

  @Test
  void takesAsMuchOfAHugeOneAsItNeedsTo() {
    robots("User-agent: *\nDisallow: /private/\n" + "# more\n".repeat(200_000));
    assertThat(fetch("/a")).endsWith("open");
    assertThat(refused("/private/b").code()).isEqualTo("page_not_allowed");
  }

  @Test
  void isNotHeldUpByHostileRules() {
    robots("User-agent: *\n" + ("Disallow: /" + "*a".repeat(100) + "b$\n").repeat(2_400));
    String path = "/a" + "a".repeat(1_500);
    server.html(path, "<p>open</p>");
    long start = System.nanoTime();
    assertThat(fetch(path)).endsWith("open");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }
}
