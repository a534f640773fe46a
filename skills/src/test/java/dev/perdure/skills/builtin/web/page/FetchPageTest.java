package dev.perdure.skills.builtin.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Tool;
import dev.perdure.skills.builtin.web.Failures;
import dev.perdure.skills.builtin.web.WebCalls;
import dev.perdure.skills.builtin.web.WebServer;
import dev.perdure.skills.builtin.web.WebServer.Answer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FetchPageTest {

  private static final String ARTICLE =
      """
      <!doctype html><html><head><title>On  crashes</title><style>p {color: red}</style></head>
      <body><nav><ul><li><a href="/">Home</a></li><li><a href="/shop">Shop</a></li></ul></nav>
      <article><h1>On crashes</h1><h2>Why they matter</h2>
      %s
      <ul><li>one</li><li>two <ul><li>deep</li></ul></li></ul>
      <ol><li>first</li><li>second</li></ol>
      <table><thead><tr><th>Part</th><th>Seconds</th></tr></thead>
      <tbody><tr><td>store</td><td>86</td></tr><tr><td>a|b</td><td>7</td></tr></tbody></table>
      <pre>int  x = 1;
        y();</pre>
      <blockquote>Let it crash.</blockquote>
      <p>See <a href="more.html">more of <b>it</b></a> and <code>kill -9</code>.</p>
      </article><footer>Imprint, cookies, newsletter</footer>
      <script>alert('x')</script></body></html>
      """
          .formatted(
              ("<p>Programs end when nobody expects it, and what they had in mind is lost,"
                      + " unless they wrote it down before, somewhere safe, in order.</p>\n")
                  .repeat(6));

  private final Tool tool = new FetchPageTool(WebCalls.CLOCK);
  private WebServer server;
  private WebCalls calls;

  @BeforeEach
  void start() throws IOException {
    server = new WebServer();
    calls = new WebCalls(server);
  }

  @AfterEach
  void stop() {
    calls.close();
    server.close();
  }

  private PerdureError.ToolFailed failure(String path) {
    return Failures.tool(() -> calls.fetch(server.url(path)));
  }

  private static byte[] bytes(String text, String charset) {
    return text.getBytes(Charset.forName(charset));
  }

  @Test
  void isUntrustedAndChangesNothing() {
    assertThat(tool.descriptor().untrusted()).isTrue();
    assertThat(tool.descriptor().effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void readsTheMainTextOfAnArticleAsMarkdown() {
    server.html("/posts/crashes", ARTICLE);
    String read = calls.fetch(server.url("/posts/crashes"));
    assertThat(read)
        .startsWith("Title: On crashes\nAddress: " + server.url("/posts/crashes") + "\n")
        .contains("Fetched: 2026-11-30T17:00:00Z\nText: all ")
        .contains("## Why they matter\n\nPrograms end when nobody expects it")
        .contains("- one\n- two\n  - deep\n")
        .contains("1. first\n2. second\n")
        .contains("| Part | Seconds |\n| --- | --- |\n| store | 86 |\n| a\\|b | 7 |\n")
        .contains("```\nint  x = 1;\n  y();\n```\n")
        .contains("> Let it crash.")
        .contains("See [more of **it**](" + server.url("/posts/more.html") + ") and `kill -9`.")
        .doesNotContain("Shop", "cookies", "alert", "color: red");
  }

  @Test
  void readsAllOfAPageThatIsNoArticle() {
    server.html("/", "<title>List</title><ul><li><a href='/a'>A</a><li><a href='/b'>B</a></ul>");
    assertThat(calls.fetch(server.url("/")))
        .contains("- [A](" + server.url("/a") + ")\n- [B](" + server.url("/b") + ")");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/json",
        "text/markdown; charset=utf-8",
        "text/csv",
        "application/problem+json",
        "application/atom+xml"
      })
  void leavesTextAsItIs(String type) {
    server.on("/t", Answer.of(200, type, "{\n  \"a\": [1, 2],  \"ü\": \"# x\"\n}\n"));
    assertThat(calls.fetch(server.url("/t"))).endsWith("{\n  \"a\": [1, 2],  \"ü\": \"# x\"\n}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/pdf", "image/png", "application/octet-stream"})
  void saysWhatItCannotRead(String type) {
    server.on("/f", new Answer(200, Map.of("Content-Type", type), new byte[] {1, 2, 3}));
    assertThat(failure("/f").message()).contains(type, "3 bytes", "can't read");
    assertThat(failure("/f").retryable()).isFalse();
  }

  @Test
  void looksAtTheBeginningWhereTheServerNamesNoType() {
    server.on("/h", new Answer(200, Map.of(), bytes("<!DOCTYPE html><p>Hi &amp; bye", "UTF-8")));
    server.on("/t", new Answer(200, Map.of(), bytes("just text", "UTF-8")));
    server.on("/b", new Answer(200, Map.of(), new byte[] {'a', 0, 'b'}));
    assertThat(calls.fetch(server.url("/h"))).endsWith("Hi & bye");
    assertThat(calls.fetch(server.url("/t"))).endsWith("just text");
    assertThat(failure("/b").message()).contains("unknown type");
  }

  @ParameterizedTest
  @CsvSource({
    "text/html; charset=windows-1252, windows-1252, ''",
    "text/html; charset=\"Shift_JIS\", Shift_JIS, ''",
    "text/html, ISO-8859-15, '<meta charset=iso-8859-15>'",
    "text/html, Shift_JIS, '<meta http-equiv=\"Content-Type\" content=\"text/html; charset=shift_jis\">'",
    "text/html, UTF-8, ''",
    "text/html; charset=no-such-set, UTF-8, ''",
    "text/html; charset=iso-8859-1, UTF-8, '\ufeff'",
    "text/plain; charset=utf-16le, UTF-16LE, ''",
    "text/plain, UTF-16, ''"
  })
  void readsInTheRightCharacterSet(String type, String charset, String before) {
    String text = charset.startsWith("Shift") ? "日本語" : "Größe 5 €";
    if (charset.startsWith("ISO-8859-15")) {
      text = "Größe 5 €";
    }
    String body = (before == null ? "" : before) + "<p>" + text + "</p>";
    server.on("/c", new Answer(200, Map.of("Content-Type", type), bytes(body, charset)));
    assertThat(calls.fetch(server.url("/c"))).contains(text);
  }

  @Test
  void followsRedirectsAndCitesWhereItEnded() {
    server.redirect("/old", "/new?x=1#part").html("/new", "<p>Here.</p>");
    assertThat(calls.fetch(server.url("/old")))
        .contains("Address: " + server.url("/new?x=1") + "\n")
        .contains("Asked for: " + server.url("/old") + "\n")
        .endsWith("Here.");
  }

  @Test
  void escapesWhatIsNotAscii() {
    server.html("/gr\u00f6\u00dfe", "<p>Here.</p>");
    assertThat(calls.fetch(server.url("/größe?q=ü#ß")))
        .contains("Address: " + server.url("/gr%C3%B6%C3%9Fe?q=%C3%BC") + "\n")
        .endsWith("Here.");
  }

  @Test
  void givesUpOnRedirectsWithoutEnd() {
    server.redirect("/loop", "/loop");
    assertThat(failure("/loop").message()).contains("redirects more than 3 times");
  }

  @Test
  void goesOnWhereItStopped() {
    server.on("/long", Answer.of(200, "text/plain", "0123456789".repeat(250)));
    Map<String, Object> small = Map.of("max_characters", 1_000);
    String first = calls.fetch(tool, small, Map.of("url", server.url("/long")));
    assertThat(first).contains("characters 0 to 1000 of 2500. Go on with offset 1000");
    String last = calls.fetch(tool, small, Map.of("url", server.url("/long"), "offset", 2_000));
    assertThat(last).contains("characters 2000 to 2500 of 2500. This is the end");
    String past = calls.fetch(tool, small, Map.of("url", server.url("/long"), "offset", 9_999));
    assertThat(past).contains("characters 2500 to 2500 of 2500. This is the end");
  }

  @Test
  void neverCutsACharacterInTwo() {
    server.on("/e", Answer.of(200, "text/plain", "x" + "😀".repeat(1_000)));
    String read =
        calls.fetch(tool, Map.of("max_characters", 1_000), Map.of("url", server.url("/e")));
    assertThat(read).contains("Go on with offset 999");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(read)).isTrue();
  }

  @Test
  void saysWhenAPageIsTooLong() {
    server.html("/big", "<p>" + "word ".repeat(20_000) + "</p>");
    String read = calls.fetch(tool, Map.of("max_bytes", 16_384), Map.of("url", server.url("/big")));
    assertThat(read).contains("longer than what was taken of it (16384 bytes): its end is missing");
  }

  @Test
  void saysWhenThereIsNothingToRead() {
    server.html("/app", "<html><body><div id=root></div><script>run()</script></body></html>");
    assertThat(calls.fetch(server.url("/app"))).contains("no text on this page");
  }

  @Test
  void tellsServersWhoWeAre() {
    server.html("/", "<p>x</p>");
    calls.fetch(
        tool,
        Map.of("user_agent", "Acme-Bot/2 (+https://acme.example)"),
        Map.of("url", server.url("/")));
    assertThat(server.seen())
        .allSatisfy(seen ->
            assertThat(seen.headers().getFirst("User-Agent"))
                .isEqualTo("Acme-Bot/2 (+https://acme.example)"));
  }

  @ParameterizedTest
  @CsvSource({"404, no such page", "410, no such page", "403, not open", "204, no page"})
  void tellsWhatTheServerRefused(int status, String words) {
    server.on("/p", Answer.of(status, "text/html", ""));
    assertThat(failure("/p").message()).contains(Integer.toString(status)).contains(words);
    assertThat(failure("/p").retryable()).isFalse();
  }

  @Test
  void comesBackWhenTheServerSays() {
    server.on(
        "/p", Answer.of(503, "text/html", "").with("Retry-After", "Mon, 30 Nov 2026 17:01:00 GMT"));
    PerdureError.ToolFailed failed = failure("/p");
    assertThat(failed.retryable()).isTrue();
    assertThat(failed.retryAfter()).isEqualTo(Duration.ofMillis(59_500));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http:", "http://", "http:///x", "httpx", "http://exa mple.com/", "https:mail"})
  void refusesWhatIsNoAddress(String url) {
    assertThat(Failures.of(() -> calls.fetch(url)).retryable()).isFalse();
  }
}
