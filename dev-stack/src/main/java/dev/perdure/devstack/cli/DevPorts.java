package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.process.Ports;
import java.util.List;
import java.util.Map;

/**
 * The ports that a person opens.
 *
 * @param api API and console
 * @param admin metrics and health of the API
 * @param worker metrics and health of the worker
 * @param temporalUi the Temporal UI
 */
record DevPorts(int api, int admin, int worker, int temporalUi) {

  private record Named(String what, String variable, int port) {}

  static DevPorts of(Map<String, String> environment) {
    return new DevPorts(
        port(environment, "PERDURE_PORT", 8080),
        port(environment, "PERDURE_ADMIN_PORT", 8081),
        port(environment, "PERDURE_WORKER_ADMIN_PORT", 8082),
        port(environment, "PERDURE_TEMPORAL_UI_PORT", 8233));
  }

  /** Those that the running service was started with, else those of this environment. */
  static DevPorts ofRunning(Workspace workspace) {
    return PortsFile.read(workspace).orElseGet(() -> of(System.getenv()));
  }

  /** Refuses to start when one is taken, and says by whom and what to do. */
  void requireFree() {
    List<Named> all =
        List.of(
            new Named("the API and console", "PERDURE_PORT", api),
            new Named("the API's metrics", "PERDURE_ADMIN_PORT", admin),
            new Named("the worker's metrics", "PERDURE_WORKER_ADMIN_PORT", worker),
            new Named("the Temporal UI", "PERDURE_TEMPORAL_UI_PORT", temporalUi));
    for (Named named : all) {
      if (!Ports.isFree(named.port())) {
        throw new DevStackException(
            "Port %d for %s is taken%s. Stop that program, or choose another port: %s=%d ./perdure up"
                .formatted(
                    named.port(),
                    named.what(),
                    PortHolder.of(named.port()).map(holder -> " by " + holder).orElse(""),
                    named.variable(),
                    named.port() + 1000));
      }
    }
  }

  private static int port(Map<String, String> environment, String variable, int usual) {
    String value = environment.getOrDefault(variable, "");
    if (value.isBlank()) {
      return usual;
    }
    try {
      int port = Integer.parseInt(value.strip());
      if (port > 0 && port < 65_536) {
        return port;
      }
    } catch (NumberFormatException e) {
      throw new DevStackException(variable + " is not a port: " + value, e);
    }
    throw new DevStackException(variable + " is not a port: " + value);
  }
}
