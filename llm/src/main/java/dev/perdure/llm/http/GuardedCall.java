package dev.perdure.llm.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Calls to an address that an organization chose: they go through the guarded client. */
final class GuardedCall {

  private static final long LIST_BYTES = 1 << 20;

  private GuardedCall() {}

  /** LangChain4j's request in the guarded client's words. Redirects are not followed. */
  static OutboundRequest request(
      dev.langchain4j.http.client.HttpRequest request,
      Amendment amendment,
      Duration deadline,
      long mostBytes) {
    OutboundRequest sent =
        OutboundRequest.of(request.method().name(), request.url())
            .withLimits(new OutboundLimits(deadline, mostBytes, 0));
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      sent = sent.withHeader(header.getKey(), String.join(", ", header.getValue()));
    }
    return request.body() == null
        ? sent
        : sent.withBody(
            Requests.amended(request.body(), amendment).getBytes(StandardCharsets.UTF_8));
  }

  static JsonNode get(
      String provider,
      OutboundHttp http,
      String url,
      Map<String, String> headers,
      Duration deadline) {
    OutboundRequest request =
        OutboundRequest.get(url).withLimits(new OutboundLimits(deadline, LIST_BYTES, 0));
    for (Map.Entry<String, String> header : headers.entrySet()) {
      request = request.withHeader(header.getKey(), header.getValue());
    }
    try {
      var response = http.send(request);
      if (response.status() != 200) {
        throw ModelErrors.ofStatus(provider, response.status(), response.text(), null);
      }
      return EventReader.JSON.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw ModelErrors.malformed(provider, e);
    } catch (java.io.IOException e) {
      throw ModelErrors.unreachable(provider, e);
    } catch (PerdureException e) {
      throw failure(provider, e);
    }
  }

  /** A failure of the guarded client as that of a model call. */
  static PerdureException failure(String provider, PerdureException e) {
    return e.error() instanceof PerdureError.OutboundFailed failed
        ? outbound(provider, failed, e)
        : e;
  }

  private static PerdureException outbound(
      String provider, PerdureError.OutboundFailed failed, PerdureException cause) {
    String message = "The address of provider " + provider + " can't be used: " + failed.message();
    return failed.retryable()
        ? ModelErrors.unreachable(provider, cause)
        : PerdureException.modelFinal("model_address_refused", message, cause);
  }
}
