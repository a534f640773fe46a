package dev.perdure.devstack;

import dev.perdure.devstack.process.ProcessSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A process of the service, which tells at a URL whether it is ready. */
public final class ServicePart extends OwnPart {

  private final ProcessSpec spec;
  private final URI readiness;
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param spec how it is started
   * @param readiness answers 200 when it is ready
   */
  public ServicePart(ProcessSpec spec, URI readiness) {
    super(spec.log());
    this.spec = spec;
    this.readiness = readiness;
  }

  @Override
  public String name() {
    return spec.name();
  }

  @Override
  ProcessSpec prepare() {
    return spec;
  }

  @Override
  public boolean answers(Duration limit) {
    return answersOk(http, readiness, limit);
  }

  @Override
  public boolean isStalled(Duration limit) {
    return status(http, readiness.resolve("/healthz"), limit) == 503;
  }

  static boolean answersOk(HttpClient http, URI uri, Duration limit) {
    return status(http, uri, limit) == 200;
  }

  /** The status of the answer, 0 when there is none. */
  private static int status(HttpClient http, URI uri, Duration limit) {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(limit).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
