package dev.perdure.e2e.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.e2e.client.Reply;
import dev.perdure.e2e.harness.PerdureStack;
import dev.perdure.e2e.harness.Tenant;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A program of one organization that asks any API node, again and again until it is answered. */
final class Caller {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final List<PerdureClient> nodes;
  private final Random random;

  Caller(PerdureStack stack, Tenant tenant, long seed) {
    this.nodes =
        stack.apiUrls().stream().map(url -> new PerdureClient(url, tenant.apiKey())).toList();
    this.random = new Random(seed);
  }

  /** Any node. */
  synchronized PerdureClient node() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  JsonNode get(String path) {
    return look(path).expect(200).json();
  }

  /** Whatever is answered. */
  Reply look(String path) {
    return ask("GET", path, null);
  }

  /** All items of the pages of a list. */
  List<JsonNode> items(String path) {
    List<JsonNode> items = new ArrayList<>();
    String joint = path.contains("?") ? "&" : "?";
    JsonNode page = get(path + joint + "limit=100");
    page.path("items").forEach(items::add);
    while (!page.path("next").asText("").isEmpty() && !page.path("next").isNull()) {
      page = get(path + joint + "limit=100&after=" + page.path("next").asText());
      page.path("items").forEach(items::add);
    }
    return items;
  }

  /** Sends an order under one key, so that it is carried out once however often it is sent. */
  Reply post(String path, Map<String, Object> body) {
    return ask("POST", path, body);
  }

  private Reply ask(String method, String path, @Nullable Object body) {
    Map<String, String> headers =
        body == null ? Map.of() : Map.of("Idempotency-Key", UUID.randomUUID().toString());
    Instant deadline = Instant.now().plus(PATIENCE);
    while (true) {
      String problem;
      try {
        Reply reply = node().call(method, path, body, headers);
        if (reply.status() < 500) {
          return reply;
        }
        problem = reply.toString();
      } catch (UncheckedIOException e) {
        problem = e.toString();
      }
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "%s %s was not answered in %s: %s".formatted(method, path, PATIENCE, problem));
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }
}
