package dev.perdure.devstack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.process.LogTail;
import dev.perdure.devstack.process.ManagedProcess;
import dev.perdure.devstack.process.ProcessSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Lets the development organization run an installation that was made before one organization did.
 */
final class DevelopmentOperator {

  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String PERMISSION = "organizations:admin";

  private final ApiClient client;
  private final ServicePlan plan;
  private final Terminal terminal;

  DevelopmentOperator(ApiClient client, ServicePlan plan, Terminal terminal) {
    this.client = client;
    this.plan = plan;
    this.terminal = terminal;
  }

  /** Where another organization runs it, that stays so, and is said. */
  void ensure() throws InterruptedException {
    if (isOperator()) {
      return;
    }
    ProcessSpec spec = plan.command("make-operator", List.of("--organization", "development"));
    ManagedProcess process = ManagedProcess.start(spec);
    if (!process.awaitExit(LIMIT)) {
      process.killTree();
    }
    if (process.onExit().join() != 0) {
      terminal.line(
          "The development organization may not manage the others: "
              + LogTail.lastLine(spec.log()));
    }
  }

  private boolean isOperator() throws InterruptedException {
    try {
      for (JsonNode permission : client.get("/v1/me").path("permissions")) {
        if (permission.asText().equals(PERMISSION)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new DevStackException("The API does not answer: " + e.getMessage(), e);
    }
  }
}
