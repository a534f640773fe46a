package dev.perdure.skills.custom.openapi;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.security.outbound.GuardedClients;
import dev.perdure.skills.StrictJsonSchemas;
import dev.perdure.skills.custom.SkillDraft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** The kind, a service on loopback that keeps what it was asked, and an organization. */
final class OpenApiBench implements AutoCloseable {

  /** A request as it came. */
  record Seen(String method, String target, Map<String, String> headers, String body) {}

  /** Answers a request. */
  @FunctionalInterface
  interface Behaviour {
    void answer(HttpExchange exchange) throws IOException;
  }

  static final OrgId ORG = new OrgId(new UUID(0, 1));

  final OpenApiKind kind = new OpenApiKind(new StrictJsonSchemas());
  private final HttpServer server;
  private final GuardedClients clients;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile Behaviour behaviour =
      exchange -> answer(exchange, 200, "application/json", "{\"ok\":true}");

  OpenApiBench() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            Map<String, String> headers = new HashMap<>();
            exchange
                .getRequestHeaders()
                .forEach((name, values) ->
                    headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            seen.add(
                new Seen(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            behaviour.answer(exchange);
          }
        });
    server.start();
    clients =
        new GuardedClients(
            List.of(new OutboundRule(Action.INTERNAL, "127.0.0.1", List.of(port()))),
            _ -> List.of());
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  List<Seen> seen() {
    return seen;
  }

  void behave(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  SkillContext context() {
    return new SkillContext() {
      @Override
      public OrgId orgId() {
        return ORG;
      }

      @Override
      public Map<String, Object> settings() {
        return Map.of();
      }

      @Override
      public Optional<String> secret(String name) {
        return Optional.of("s3cret/" + name);
      }

      @Override
      public OutboundHttp http() {
        return clients.forOrg(ORG, Cancellation.NEVER);
      }
    };
  }

  SkillDefinition define(String document, Map<String, Object> settings) {
    return kind.define(
        new SkillDraft(
            "api",
            settings,
            List.of(new BundleFile("api.yaml", document.getBytes(StandardCharsets.UTF_8)))),
        context());
  }

  Skill open(String document, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putIfAbsent("server", url());
    return kind.open(new StoredSkill(ORG, "openapi", 1, define(document, all)));
  }

  ToolOutput call(Skill skill, String tool, Map<String, Object> arguments) {
    return skill.tools().stream()
        .filter(one -> one.descriptor().name().equals("api__" + tool))
        .findFirst()
        .orElseThrow()
        .call(ToolInvocation.tried(ORG, null, "key-1", arguments).with(context()));
  }

  @Override
  public void close() {
    server.stop(0);
    clients.close();
  }
}
