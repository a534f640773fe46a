package dev.perdure.devstack;

import dev.perdure.devstack.TemporalPart.TemporalPorts;
import dev.perdure.devstack.fetch.PostgresTools;
import dev.perdure.devstack.fetch.ServerTools;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Puts the parts of a stack together: ours, or those that the environment names. */
final class StackAssembly {

  private static final String POSTGRES_URL = "PERDURE_POSTGRES_URL";
  private static final String REDIS_URL = "PERDURE_REDIS_URL";
  private static final String TEMPORAL_ADDRESS = "PERDURE_TEMPORAL_ADDRESS";
  private static final String ADMINISTRATOR = "perdure";

  private final DevStackOptions options;
  private final ServerTools tools;
  private final StablePorts ports;

  StackAssembly(DevStackOptions options, ServerTools tools) {
    this.options = options;
    this.tools = tools;
    this.ports = new StablePorts(options.data().resolve("ports.json"));
  }

  DevStack assemble() {
    String postgresUrl = options.environment().get(POSTGRES_URL);
    String redisUrl = options.environment().get(REDIS_URL);
    String temporalAddress = options.environment().get(TEMPORAL_ADDRESS);
    PostgresAddress postgresAddress =
        postgresUrl == null
            ? ownPostgresAddress()
            : PostgresAddress.parse(postgresUrl)
                .withDefaultCredentials(ownerSetting("USER"), ownerSetting("PASSWORD"));
    Part postgres =
        postgresUrl == null
            ? ownPostgres(postgresAddress)
            : new ForeignPart(
                "postgres", postgresAddress.host(), postgresAddress.port(), POSTGRES_URL);
    RedisPart ownRedis = redisUrl == null ? ownRedis() : null;
    TemporalPart ownTemporal = temporalAddress == null ? ownTemporal() : null;
    StackAddresses addresses =
        new StackAddresses(
            postgresAddress,
            ownRedis == null ? text(redisUrl) : ownRedis.url(),
            ownTemporal == null ? text(temporalAddress) : ownTemporal.address(),
            ownTemporal == null ? "" : ownTemporal.uiUrl());
    return DevStack.of(
        addresses,
        postgres,
        ownRedis == null ? foreign("redis", URI.create(text(redisUrl)), 6379, REDIS_URL) : ownRedis,
        ownTemporal == null
            ? foreign(
                "temporal", URI.create("grpc://" + text(temporalAddress)), 7233, TEMPORAL_ADDRESS)
            : ownTemporal);
  }

  /** Who owns the tables; before the service had a role of its own, it was the service. */
  private String ownerSetting(String what) {
    return options
        .environment()
        .getOrDefault(
            "PERDURE_POSTGRES_OWNER_" + what,
            options.environment().getOrDefault("PERDURE_POSTGRES_" + what, ""));
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  private static Part foreign(String name, URI uri, int defaultPort, String variable) {
    if (uri.getHost() == null) {
      throw new DevStackException(variable + " does not name a host.");
    }
    int port = uri.getPort() < 0 ? defaultPort : uri.getPort();
    return new ForeignPart(name, uri.getHost(), port, variable);
  }

  private PostgresAddress ownPostgresAddress() {
    String password = StackSecrets.password(options.data().resolve("postgres.password"));
    return new PostgresAddress(
        "127.0.0.1", ports.get("postgres"), "postgres", ADMINISTRATOR, password);
  }

  private Part ownPostgres(PostgresAddress address) {
    PostgresData data = new PostgresData(options.data().resolve("postgres"));
    PostgresTools found = tools.postgres(data.major());
    RunAs runAs = RunAs.choose(Path.of(found.program("postgres")), data.folder());
    return new PostgresPart(found, data, log("postgres"), address, runAs, options.durable());
  }

  private RedisPart ownRedis() {
    String password = StackSecrets.password(options.data().resolve("redis.password"));
    return new RedisPart(
        tools.redis(),
        options.data().resolve("redis"),
        log("redis"),
        ports.get("redis"),
        password,
        options.durable());
  }

  private TemporalPart ownTemporal() {
    int ui = options.uiPort() > 0 || !options.ui() ? options.uiPort() : ports.get("temporal-ui");
    return new TemporalPart(
        tools.temporal(),
        options.data().resolve("temporal"),
        log("temporal"),
        new TemporalPorts(
            ports.get("temporal"), ports.get("temporal-http"), ports.get("temporal-metrics"), ui),
        options.dynamicConfig());
  }

  private Path log(String name) {
    return options.logs().resolve(name + ".log");
  }
}
