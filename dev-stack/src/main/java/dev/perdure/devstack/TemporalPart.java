package dev.perdure.devstack;

import dev.perdure.devstack.process.ProcessSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Temporal development server on a file database. */
public final class TemporalPart extends OwnPart {

  /** The ports of one server; {@code ui} is 0 when there is none. */
  record TemporalPorts(int grpc, int http, int metrics, int ui) {}

  /** What operators find runs by. */
  private static final List<String> SEARCH_ATTRIBUTES =
      List.of("OrgId", "AgentId", "SessionId", "RunStatus");

  private final Path program;
  private final Path data;
  private final TemporalPorts ports;
  private final Map<String, String> dynamicConfig;
  private final HttpClient http = HttpClient.newHttpClient();

  TemporalPart(
      Path program, Path data, Path log, TemporalPorts ports, Map<String, String> dynamicConfig) {
    super(log);
    this.program = program;
    this.data = data;
    this.ports = ports;
    this.dynamicConfig = Map.copyOf(dynamicConfig);
  }

  @Override
  public String name() {
    return "temporal";
  }

  /** {@code host:port} of the gRPC front end. */
  public String address() {
    return "127.0.0.1:" + ports.grpc();
  }

  /** The UI, empty when it does not run. */
  public String uiUrl() {
    return ports.ui() == 0 ? "" : "http://127.0.0.1:" + ports.ui();
  }

  @Override
  ProcessSpec prepare() {
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new DevStackException("Can't write to %s: %s".formatted(data, e.getMessage()), e);
    }
    return ProcessSpec.of(name(), command(), Map.of(), data, log());
  }

  private List<String> command() {
    List<String> command =
        new ArrayList<>(List.of(program.toString(), "server", "start-dev", "--ip", "127.0.0.1"));
    command.addAll(List.of("--db-filename", data.resolve("temporal.db").toString()));
    command.addAll(List.of("--sqlite-pragma", "journal_mode=wal"));
    command.addAll(List.of("--sqlite-pragma", "synchronous=normal"));
    command.addAll(List.of("--port", Integer.toString(ports.grpc())));
    command.addAll(List.of("--http-port", Integer.toString(ports.http())));
    command.addAll(List.of("--metrics-port", Integer.toString(ports.metrics())));
    command.addAll(List.of("--log-level", "warn", "--color", "never"));
    if (ports.ui() == 0) {
      command.add("--headless");
    } else {
      command.addAll(List.of("--ui-port", Integer.toString(ports.ui()), "--ui-disable-news-fetch"));
    }
    SEARCH_ATTRIBUTES.forEach(
        attribute -> command.addAll(List.of("--search-attribute", attribute + "=Keyword")));
    new TreeMap<>(dynamicConfig)
        .forEach(
            (key, value) -> command.addAll(List.of("--dynamic-config-value", key + "=" + value)));
    return command;
  }

  @Override
  public boolean answers(Duration limit) {
    URI namespace =
        URI.create("http://127.0.0.1:%d/api/v1/namespaces/default".formatted(ports.http()));
    return ServicePart.answersOk(http, namespace, limit);
  }
}
