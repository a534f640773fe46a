package dev.perdure.devstack;

import dev.perdure.devstack.fetch.PostgresTools;
import dev.perdure.devstack.process.ProcessSpec;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PostgreSQL with pgvector. */
public final class PostgresPart extends OwnPart {

  private final PostgresTools tools;
  private final PostgresData data;
  private final PostgresAddress address;
  private final RunAs runAs;
  private final boolean durable;

  PostgresPart(
      PostgresTools tools,
      PostgresData data,
      Path log,
      PostgresAddress address,
      RunAs runAs,
      boolean durable) {
    super(log);
    this.tools = tools;
    this.data = data;
    this.address = address;
    this.runAs = runAs;
    this.durable = durable;
  }

  @Override
  public String name() {
    return "postgres";
  }

  /** The database {@code postgres}, with its administrator's credentials. */
  public PostgresAddress address() {
    return address;
  }

  // A killed PostgreSQL leaves its shared memory behind; its immediate shutdown does not.
  @Override
  void discard() {
    endBy("QUIT");
  }

  @Override
  ProcessSpec prepare() {
    data.create(tools, runAs, address);
    data.check(tools);
    data.settlePidFile();
    List<String> command = new ArrayList<>(runAs.prefix());
    command.addAll(List.of(tools.program("postgres"), "-D", data.folder().toString()));
    settings().forEach((key, value) -> command.addAll(List.of("-c", key + "=" + value)));
    return ProcessSpec.of(name(), command, Map.of("LC_ALL", "C"), data.folder(), log())
        .withSignals("INT", "QUIT");
  }

  private Map<String, String> settings() {
    String flush = durable ? "on" : "off";
    return Map.ofEntries(
        Map.entry("listen_addresses", "127.0.0.1"),
        Map.entry("port", Integer.toString(address.port())),
        Map.entry("unix_socket_directories", ""),
        Map.entry("max_connections", "300"),
        Map.entry("shared_buffers", "128MB"),
        Map.entry("fsync", flush),
        Map.entry("full_page_writes", flush),
        Map.entry("synchronous_commit", "on"),
        Map.entry("jit", "off"),
        // Files in the data folder: a killed server leaves nothing in /dev/shm, which may be small.
        Map.entry("dynamic_shared_memory_type", "mmap"),
        Map.entry("timezone", "UTC"),
        Map.entry("log_timezone", "UTC"),
        Map.entry("lc_messages", "C"));
  }

  @Override
  public boolean answers(Duration limit) {
    Properties properties = new Properties();
    String seconds = Long.toString(Math.max(1, limit.toSeconds()));
    properties.setProperty("user", address.user());
    properties.setProperty("password", address.password());
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    try (Connection connection = DriverManager.getConnection(address.jdbcUrl(), properties);
        Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    } catch (SQLException e) {
      return false;
    }
  }
}
