package dev.perdure.llm.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/** Puts LangChain4j's requests into the JDK's words. */
final class Requests {
  private Requests() {}

  static HttpRequest of(dev.langchain4j.http.client.HttpRequest request, Amendment amendment) {
    String body = request.body() == null ? null : amended(request.body(), amendment);
    var builder =
        HttpRequest.newBuilder(URI.create(request.url()))
            .method(
                request.method().name(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    for (Map.Entry<String, List<String>> header : request.headers().entrySet()) {
      header.getValue().forEach(value -> builder.header(header.getKey(), value));
    }
    return builder.build();
  }

  static String amended(String body, Amendment amendment) {
    try {
      var json = (ObjectNode) EventReader.JSON.readTree(body);
      amendment.apply(json);
      return EventReader.JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("LangChain4j wrote a body that is not JSON", e);
    }
  }
}
