package dev.perdure.devstack;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How a stack is started.
 *
 * @param home where fetched servers are kept
 * @param data where this stack keeps its data
 * @param logs where the servers' logs go
 * @param durable whether commits are flushed to the disk and Redis keeps its data; without it a
 *     killed server still keeps its commits, a crashed machine does not
 * @param ui whether the Temporal UI runs
 * @param uiPort its port, 0 for any free one
 * @param dynamicConfig values of Temporal's dynamic configuration, as JSON
 * @param environment where the URLs of servers one already has are looked up
 * @param progress told what takes longer than a second
 */
public record DevStackOptions(
    Home home,
    Path data,
    Path logs,
    boolean durable,
    boolean ui,
    int uiPort,
    Map<String, String> dynamicConfig,
    Map<String, String> environment,
    Consumer<String> progress) {

  /**
   * What every Temporal server of ours is told; {@code temporal-config} says why, and says the
   * same.
   */
  static final Map<String, String> DYNAMIC_CONFIG =
      Map.of(
          "matching.enableFairness", "true",
          "matching.numTaskqueueReadPartitions", "1",
          "matching.numTaskqueueWritePartitions", "1");

  private static final List<String> OWN_SERVERS =
      List.of(
          "PERDURE_POSTGRES_URL",
          "PERDURE_POSTGRES_USER",
          "PERDURE_POSTGRES_PASSWORD",
          "PERDURE_REDIS_URL",
          "PERDURE_TEMPORAL_ADDRESS");

  public DevStackOptions {
    dynamicConfig = Map.copyOf(dynamicConfig);
    environment = Map.copyOf(environment);
  }

  /** For {@code ./perdure up}: durable, with the UI, data that stay. */
  public static DevStackOptions forDevelopment(Home home, Consumer<String> progress) {
    return new DevStackOptions(
        home,
        home.data(),
        home.logs(),
        true,
        true,
        0,
        DYNAMIC_CONFIG,
        ownServers(System.getenv()),
        progress);
  }

  /** For tests: on free ports, in a new folder, no UI, nothing flushed, nothing taken over. */
  public static DevStackOptions forTests() {
    Home home = Home.find();
    Path folder = home.newTestFolder();
    return new DevStackOptions(
        home,
        folder.resolve("data"),
        folder.resolve("logs"),
        false,
        false,
        0,
        DYNAMIC_CONFIG,
        Map.of(),
        System.err::println);
  }

  /** The folder that holds data and logs of a stack for tests. */
  public Path folder() {
    Path parent = data.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalStateException("data at the root of the file system");
    }
    return parent;
  }

  /** With the Temporal UI on that port. */
  public DevStackOptions withUi(int port) {
    return new DevStackOptions(
        home, data, logs, durable, true, port, dynamicConfig, environment, progress);
  }

  /** With one more value of Temporal's dynamic configuration, as JSON. */
  public DevStackOptions withDynamicConfig(String key, String json) {
    Map<String, String> values = new HashMap<>(dynamicConfig);
    values.put(key, json);
    return new DevStackOptions(
        home, data, logs, durable, ui, uiPort, values, environment, progress);
  }

  /** With the PostgreSQL and Redis of another stack, so that only Temporal is its own. */
  public DevStackOptions besides(TestStack other) {
    Map<String, String> servers =
        Map.of(
            "PERDURE_POSTGRES_URL", other.postgres().jdbcUrl(),
            "PERDURE_POSTGRES_USER", other.postgres().user(),
            "PERDURE_POSTGRES_PASSWORD", other.postgres().password(),
            "PERDURE_REDIS_URL", other.redisUrl());
    return new DevStackOptions(
        home, data, logs, durable, ui, uiPort, dynamicConfig, servers, progress);
  }

  /** With data that also outlive a crash of the machine, and a Redis that keeps its data. */
  public DevStackOptions withDurable() {
    return new DevStackOptions(
        home, data, logs, true, ui, uiPort, dynamicConfig, environment, progress);
  }

  private static Map<String, String> ownServers(Map<String, String> all) {
    Map<String, String> found = new HashMap<>();
    for (String name : OWN_SERVERS) {
      String value = all.get(name);
      if (value != null && !value.isBlank()) {
        found.put(name, value.strip());
      }
    }
    return found;
  }
}
