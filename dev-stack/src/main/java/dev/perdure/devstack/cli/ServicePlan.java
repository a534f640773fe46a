package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.ServicePart;
import dev.perdure.devstack.StackAddresses;
import dev.perdure.devstack.StackSecrets;
import dev.perdure.devstack.process.ProcessSpec;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the service's processes are started: the class path, the commands, the environment.
 *
 * @param workspace the clone
 * @param addresses where the servers are; the database with the credentials of its owner
 * @param service the same database, as the service logs in; {@code migrate} makes that role
 * @param ports the ports that a person opens
 * @param pepper the secret that API keys are hashed with
 * @param encryptionKey the key-encryption key
 * @param taskQueue the queue between the API and its workers
 * @param additions what it has besides
 */
record ServicePlan(
    Workspace workspace,
    StackAddresses addresses,
    PostgresAddress service,
    DevPorts ports,
    String pepper,
    String encryptionKey,
    String taskQueue,
    Additions additions) {

  static final String DATABASE = "perdure";
  static final String MIGRATE = "migrate";
  private static final String APPLICATION = "dev.perdure.api.PerdureApplication";

  /** The plan of this clone's own installation. */
  static ServicePlan usual(Workspace workspace, StackAddresses addresses, DevPorts ports) {
    Path data = workspace.home().data();
    String password = StackSecrets.password(data.resolve("postgres-service.password"));
    return new ServicePlan(
        workspace,
        addresses,
        addresses.postgres().as(serviceRole(addresses.postgres()), password),
        ports,
        StackSecrets.password(data.resolve("pepper")),
        StackSecrets.encryptionKey(data.resolve("encryption-key")),
        usualTaskQueue(),
        Additions.NONE);
  }

  /** Roles belong to the whole server: two installations on one need a role each. */
  private static String serviceRole(PostgresAddress owner) {
    return owner.database().equals(DATABASE)
        ? "perdure_service"
        : "perdure_service_" + owner.database();
  }

  /** Two installations that share a Temporal need a queue each. */
  static String usualTaskQueue() {
    return System.getenv().getOrDefault("PERDURE_TASK_QUEUE", "perdure-runs");
  }

  /** The API and console. */
  ServicePart server() {
    return part("server", ports.admin(), Map.of("PERDURE_PORT", Integer.toString(ports.api())));
  }

  /** One worker. */
  ServicePart worker() {
    return part("worker", ports.worker(), Map.of());
  }

  /** A command of the service that is waited for, such as {@code migrate}. */
  ProcessSpec command(String name, List<String> arguments) {
    List<String> command = new ArrayList<>(java());
    command.add(name);
    command.add("config/server.yml");
    command.addAll(arguments);
    Map<String, String> environment = environment(ports.admin());
    if (name.equals(MIGRATE)) {
      environment.put("PERDURE_POSTGRES_OWNER_USER", addresses.postgres().user());
      environment.put("PERDURE_POSTGRES_OWNER_PASSWORD", addresses.postgres().password());
    }
    return spec(name, command, environment);
  }

  private ServicePart part(String role, int adminPort, Map<String, String> more) {
    List<String> command = new ArrayList<>(java());
    // Written at the first clean exit, it halves the starts after that. The JVM makes it anew when
    // the class path has changed.
    command.addAll(
        1,
        List.of(
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + workspace.home().classArchive(role),
            "-Xlog:cds=off"));
    command.addAll(List.of(role, "config/" + role + ".yml"));
    Map<String, String> environment = environment(adminPort);
    environment.putAll(more);
    URI readiness = URI.create("http://127.0.0.1:%d/readyz".formatted(adminPort));
    return new ServicePart(spec(role, command, environment), readiness);
  }

  private ProcessSpec spec(String name, List<String> command, Map<String, String> environment) {
    Path log = workspace.home().logs().resolve(name + ".log");
    return ProcessSpec.of(name, command, environment, workspace.service(), log);
  }

  // One compiler and one collector thread: on a small machine the start is what one waits for.
  private List<String> java() {
    Path lib = workspace.service().resolve("lib");
    if (!Files.isDirectory(lib)) {
      throw new DevStackException("The service is not built. Run ./perdure build.");
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError",
        // By default one a core: two threads that load classes would hold up all others.
        "-Djdk.virtualThreadScheduler.parallelism=16",
        "-Xmx768m",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        classPath(lib),
        APPLICATION);
  }

  private String classPath(Path lib) {
    return Stream.concat(Stream.of(lib), additions.jars().stream())
        .map(folder -> folder + "/*")
        .collect(Collectors.joining(File.pathSeparator));
  }

  private Map<String, String> environment(int adminPort) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PERDURE_POSTGRES_URL", service.jdbcUrl());
    environment.put("PERDURE_POSTGRES_USER", service.user());
    environment.put("PERDURE_POSTGRES_PASSWORD", service.password());
    environment.put("PERDURE_REDIS_URL", addresses.redisUrl());
    environment.put("PERDURE_TEMPORAL_ADDRESS", addresses.temporalAddress());
    environment.put(
        "PERDURE_TEMPORAL_NAMESPACE",
        System.getenv().getOrDefault("PERDURE_TEMPORAL_NAMESPACE", "default"));
    environment.put("PERDURE_TASK_QUEUE", taskQueue);
    // One machine of one's own; what is set outside goes before.
    environment.put("PERDURE_PLAN", System.getenv().getOrDefault("PERDURE_PLAN", "development"));
    environment.put("PERDURE_ADDRESS_PER_SECOND", "1000");
    environment.put("PERDURE_ADDRESS_BURST", "10000");
    environment.put("PERDURE_PEPPER", pepper);
    environment.put("PERDURE_ENCRYPTION_KEY", encryptionKey);
    environment.put("PERDURE_ADMIN_PORT", Integer.toString(adminPort));
    environment.put("PERDURE_PLUGINS", workspace.plugins().toString());
    if (Files.isDirectory(workspace.console())) {
      environment.put("PERDURE_CONSOLE_PATH", workspace.console().toString());
    }
    environment.putAll(additions.environment());
    return environment;
  }
}
