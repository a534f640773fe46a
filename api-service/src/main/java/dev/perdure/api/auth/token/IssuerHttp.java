package dev.perdure.api.auth.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks issuers that the operator named. Bounded in time and size; goes where it was told and not
 * where it is led.
 */
public final class IssuerHttp implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofSeconds(4);
  private static final int MAX_BYTES = 262_144;

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  /** The text at an address; only TLS, or this machine. */
  public String get(URI address) throws IOException {
    return send(HttpRequest.newBuilder(checked(address)).GET().build());
  }

  /** The text a form is answered with; only TLS, or this machine. */
  public String post(URI address, String form, String... headers) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(checked(address))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private String send(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
    try {
      // The limit holds for the whole body too, however slowly it drips.
      HttpResponse<byte[]> response = answer.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() == 400 || response.statusCode() == 401) {
        throw new RefusedException(request.uri() + " answered " + response.statusCode());
      }
      if (response.statusCode() != 200) {
        throw new IOException(request.uri() + " answered " + response.statusCode());
      }
      return new String(response.body(), StandardCharsets.UTF_8);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException(request.uri() + " did not answer in " + DEADLINE, e);
    } catch (ExecutionException e) {
      throw new IOException(request.uri() + " could not be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static URI checked(URI address) throws IOException {
    boolean here =
        Set.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(address.getHost()));
    if ("https".equals(address.getScheme()) || ("http".equals(address.getScheme()) && here)) {
      return address;
    }
    throw new IOException(address + " is not https");
  }

  /** The issuer was asked, and said no. */
  public static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }
}
