package dev.perdure.e2e.harness;

import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.TestStack;
import dev.perdure.testkit.EffectRecorder;
import dev.perdure.testkit.ModelServer;
import dev.perdure.testkit.plugin.HaltingCheckpoints;
import dev.perdure.testkit.plugin.RecorderSkill;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How processes of the product are started: from the runtime folder, told everything by environment
 * variables. The testkit's plug-ins are on their class path.
 */
record ProductEnvironment(RuntimeFolder runtime, Map<String, String> settings) {

  private static final String MAIN = "dev.perdure.api.PerdureApplication";

  ProductEnvironment {
    settings = Map.copyOf(settings);
  }

  static ProductEnvironment of(
      Ground ground, ModelServer models, EffectRecorder recorder, Path haltOrders) {
    PostgresAddress database = ground.database();
    Map<String, String> settings = new HashMap<>();
    settings.put("PERDURE_POSTGRES_URL", database.jdbcUrl());
    PostgresAddress service = TestStack.service(database);
    settings.put("PERDURE_POSTGRES_USER", service.user());
    settings.put("PERDURE_POSTGRES_PASSWORD", service.password());
    // For migrate.
    settings.put("PERDURE_POSTGRES_OWNER_USER", database.user());
    settings.put("PERDURE_POSTGRES_OWNER_PASSWORD", database.password());
    settings.put("PERDURE_REDIS_URL", ground.redisUrl());
    settings.put("PERDURE_TEMPORAL_ADDRESS", ground.temporalAddress());
    settings.put("PERDURE_TEMPORAL_NAMESPACE", "default");
    settings.put("PERDURE_TASK_QUEUE", ground.taskQueue());
    settings.put("PERDURE_PLAN", "development");
    settings.put("PERDURE_ADDRESS_PER_SECOND", "1000");
    settings.put("PERDURE_ADDRESS_BURST", "10000");
    settings.put("PERDURE_PEPPER", "a-pepper-for-tests-a-pepper-for-tests");
    settings.put("PERDURE_ENCRYPTION_KEY", "YSBrZXkgZm9yIHRlc3RzLCBvZiAzMiBieXRlcywgb2s=");
    settings.put("PERDURE_MODEL_URL", models.baseUrl());
    settings.put("PERDURE_MODEL_KEY", "a-key-for-tests");
    settings.put(RecorderSkill.URL, recorder.url());
    settings.put(HaltingCheckpoints.ORDERS, haltOrders.toString());
    return new ProductEnvironment(RuntimeFolder.find(), settings);
  }

  /** With more variables; later ones win. */
  ProductEnvironment with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(more);
    return new ProductEnvironment(runtime, all);
  }

  /** The command of a role, such as {@code worker}; it ends with its configuration file. */
  List<String> command(String role) {
    return command(List.of(role, runtime.config(role).toString()));
  }

  /** The command with these arguments. */
  List<String> command(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of("-cp", runtime.classPath() + ":" + plugins(), MAIN));
    command.addAll(arguments);
    return command;
  }

  /** The variables of a process with these ports. */
  Map<String, String> variables(int port, int adminPort) {
    return with(Map.of(
            "PERDURE_PORT", Integer.toString(port),
            "PERDURE_ADMIN_PORT", Integer.toString(adminPort)))
        .settings();
  }

  /** Where a process of this role says that it is ready. */
  String readiness(String role, int port, int adminPort) {
    return "http://127.0.0.1:" + (role.equals("server") ? port : adminPort) + "/readyz";
  }

  private static Path plugins() {
    try {
      return Path.of(
          HaltingCheckpoints.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
