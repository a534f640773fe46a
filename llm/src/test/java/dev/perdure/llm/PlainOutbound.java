package dev.perdure.llm;

import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.net.OutboundHead;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundReader;
import dev.perdure.core.net.OutboundRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/** A client that guards nothing, for servers on this machine. */
final class PlainOutbound implements OutboundHttp {

  private final HttpClient http = HttpClient.newHttpClient();

  static OutboundClients clients() {
    return (_, _) -> new PlainOutbound();
  }

  @Override
  public <T> T send(OutboundRequest request, OutboundReader<T> reader) {
    byte[] body = request.body();
    var sent =
        HttpRequest.newBuilder(URI.create(request.url()))
            .method(
                request.method(),
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    request.headers().forEach(sent::header);
    try {
      var response = http.send(sent.build(), BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        return reader.read(
            new OutboundHead(request.url(), response.statusCode(), response.headers().map()), in);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
