package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** An event stream that somebody holds open. */
final class OpenEvents implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A few heartbeats, of a second each here. */
  private static final Duration SOON = Duration.ofSeconds(15);

  private final int status;
  private final InputStream body;
  private final Thread reader;
  private final AtomicInteger lines = new AtomicInteger();

  private OpenEvents(HttpResponse<InputStream> response) {
    status = response.statusCode();
    body = response.body();
    reader = Thread.ofVirtual().start(this::read);
  }

  static OpenEvents of(URI service, String session, String header, String value) {
    URI uri = URI.create(service + "/v1/sessions/" + session + "/events");
    try {
      return new OpenEvents(
          HTTP.send(
              HttpRequest.newBuilder(uri).header(header, value).build(),
              HttpResponse.BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int status() {
    return status;
  }

  /** Waits for a heartbeat that is yet to come. */
  OpenEvents staysOpen() {
    int before = lines.get();
    Awaitility.await("a heartbeat").atMost(SOON).until(() -> lines.get() > before + 2);
    assertThat(reader.isAlive()).isTrue();
    return this;
  }

  /** Waits until the service has ended it. */
  void ends() {
    Awaitility.await("the end of the stream").atMost(SOON).until(() -> !reader.isAlive());
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read() {
    try (BufferedReader from =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      while (from.readLine() != null) {
        lines.incrementAndGet();
      }
    } catch (IOException _) {
      // cut, by either side
    }
  }
}
