package dev.perdure.security.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.error.PerdureError.OutboundFailed;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.skill.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that never end, never begin, or send too much. */
class LimitsTest {

  private static final int MIB = 1024 * 1024;

  private Listener listener;
  private OutboundHttp http;

  @BeforeEach
  void start() throws IOException {
    listener = Listener.start();
    http = Clients.reaching(listener);
  }

  @AfterEach
  void stop() {
    listener.close();
  }

  @Test
  void readsWhatIsCompressed() {
    listener.on(
        "/", (request, out) -> gzip(out, "x".repeat(5000).getBytes(StandardCharsets.UTF_8)));

    assertThat(http.send(Clients.quick(listener.url("/"))).text()).isEqualTo("x".repeat(5000));
    assertThat(listener.seen().getFirst().headers()).containsEntry("accept-encoding", "gzip");
  }

  @Test
  void aGzipBombEndsAtTheLimit() {
    listener.on("/", (request, out) -> gzip(out, new byte[50 * MIB]));

    assertThat(code("/", MIB)).isEqualTo("outbound_too_large");
  }

  @Test
  void anEndlessBodyEndsAtTheLimit() {
    listener.on(
        "/",
        (request, out) -> {
          head(out, "");
          for (byte[] block = new byte[8192]; ; ) {
            out.write(block);
          }
        });

    assertThat(code("/", MIB)).isEqualTo("outbound_too_large");
  }

  @Test
  void aBodyThatNeverEndsIsLeftWhenTheReaderHasEnough() {
    listener.on(
        "/",
        (request, out) -> {
          out.write(
              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                  .getBytes(StandardCharsets.UTF_8));
          while (true) {
            out.write("5\r\nhello\r\n".getBytes(StandardCharsets.UTF_8));
          }
        });

    assertThat(
            http.<String>send(
                Clients.quick(listener.url("/")),
                (head, body) -> new String(body.readNBytes(5), StandardCharsets.UTF_8)))
        .isEqualTo("hello");
    assertThatThrownBy(() ->
            http.send(
                Clients.quick(listener.url("/")),
                (head, body) -> {
                  throw new IllegalStateException("enough");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("enough");
  }

  @Test
  void aBodyOfExactlyTheLimitIsRead() {
    listener.on("/", (request, out) -> Listener.ok(out, "12345"));

    assertThat(code("/", 4)).isEqualTo("outbound_too_large");
    assertThat(http.send(limited("/", 5)).text()).isEqualTo("12345");
  }

  @Test
  void aByteNowAndThenDoesNotMoveTheDeadline() {
    listener.on(
        "/headers", (request, out) -> drip(out, "HTTP/1.1 200 OK\r\nX: " + "y".repeat(900)));
    listener.on(
        "/body",
        (request, out) -> {
          head(out, "Content-Length: 1000\r\n");
          drip(out, "z".repeat(1000));
        });
    listener.on("/nothing", (request, out) -> Thread.sleep(20_000));

    for (String path : List.of("/headers", "/body", "/nothing")) {
      long start = System.nanoTime();
      OutboundFailed failure = Clients.failure(() -> http.send(Clients.quick(listener.url(path))));
      assertThat(failure.code()).as(path).isEqualTo("outbound_timeout");
      assertThat(failure.sent()).isTrue();
      assertThat((System.nanoTime() - start) / 1_000_000).as(path).isLessThan(5000);
    }
  }

  @Test
  void tooManyOrTooLongHeadersAreRefused() {
    listener.on("/many", "HTTP/1.1 200 OK\r\n" + "X-A: b\r\n".repeat(500) + "\r\n");
    listener.on("/long", "HTTP/1.1 200 OK\r\nX-A: " + "b".repeat(100_000) + "\r\n\r\n");
    listener.on("/noise", "this is no HTTP at all\r\n\r\n".repeat(50));
    listener.on("/brotli", "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxyz");
    listener.on("/twice", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\nxyz");
    listener.on("/broken", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip at all");

    for (String path : List.of("/many", "/long", "/noise", "/brotli", "/twice", "/broken")) {
      assertThat(code(path, MIB)).as(path).isEqualTo("outbound_bad_response");
    }
  }

  @Test
  void aBodyCutShortIsNoAnswer() {
    listener.on("/", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");

    assertThat(code("/", MIB)).isIn("outbound_unreachable", "outbound_bad_response");
  }

  @Test
  void isStoppedAtOnce() {
    listener.on("/", (request, out) -> Thread.sleep(20_000));
    CompletableFuture<Runnable> stop = new CompletableFuture<>();
    Stop cancellation = new Stop(stop);
    OutboundHttp stoppable =
        Clients.with(List.of(Clients.internal(listener.port())), Resolver.SYSTEM)
            .forOrg(Clients.ORG, cancellation);

    CompletableFuture<?> call =
        CompletableFuture.supplyAsync(() -> stoppable.send(OutboundRequest.get(listener.url("/"))));
    await().until(() -> !listener.seen().isEmpty());
    cancellation.stop();

    assertThatThrownBy(call::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(PerdureException.class)
        .hasMessageContaining("cancelled");
  }

  @Test
  void headersThatSmuggleAreRefused() {
    for (String[] header :
        new String[][] {
          {"X-A", "b\r\nX-C: d"},
          {"X-A\r\nX-C", "d"},
          {"Host", "example.com"},
          {"Content-Length", "5"},
          {"Transfer-Encoding", "chunked"},
          {"Connection", "upgrade"},
          {"Proxy-Authorization", "x"},
          {"X-A", "\u010A"},
          {"", "x"}
        }) {
      OutboundFailed failure =
          Clients.failure(
              () -> http.send(Clients.quick(listener.url("/")).withHeader(header[0], header[1])));
      assertThat(failure.code()).as(header[0]).isEqualTo("outbound_invalid");
    }
    assertThat(listener.hits()).isZero();
  }

  @Test
  void bringsNothingAlongThatNobodyGaveIt() {
    listener.on("/", "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");

    http.send(Clients.quick(listener.url("/")));
    http.send(Clients.quick(listener.url("/")));

    assertThat(listener.seen().getLast().headers().keySet())
        .containsExactlyInAnyOrder("accept-encoding", "connection", "host", "user-agent");
    assertThat(listener.seen().getLast().headers())
        .containsEntry("host", "127.0.0.1:" + listener.port());
    assertThat(listener.hits()).as("no connection is used twice").isEqualTo(2);
  }

  private String code(String path, long mostBytes) {
    return Clients.failure(() -> http.send(limited(path, mostBytes))).code();
  }

  private OutboundRequest limited(String path, long mostBytes) {
    return OutboundRequest.get(listener.url(path))
        .withLimits(OutboundLimits.DEFAULT.withMaxBytes(mostBytes));
  }

  private static void head(OutputStream out, String headers) throws IOException {
    out.write(("HTTP/1.1 200 OK\r\n" + headers + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void drip(OutputStream out, String text) throws IOException, InterruptedException {
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      out.write(b);
      out.flush();
      Thread.sleep(50);
    }
  }

  private static void gzip(OutputStream out, byte[] content) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(content);
    }
    head(out, "Content-Encoding: gzip\r\nContent-Length: " + packed.size() + "\r\n");
    packed.writeTo(out);
  }

  /** A stop that a test pulls. */
  private static final class Stop implements Cancellation {
    private final CompletableFuture<Runnable> action;
    private volatile boolean requested;

    Stop(CompletableFuture<Runnable> action) {
      this.action = action;
    }

    void stop() {
      requested = true;
      action.join().run();
    }

    @Override
    public boolean requested() {
      return requested;
    }

    @Override
    public Registration onRequest(Runnable runnable) {
      action.complete(runnable);
      return () -> {};
    }
  }
}
