package dev.perdure.llm.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/** Puts LangChain4j's requests into the JDK's words. */
final class Requests {
  private Requests() {}

  static HttpRequest of(dev.langchain4j.http.client.HttpRequest request) {
    String body = request.body();
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
}
