package dev.perdure.devstack.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.fetch.FileTree;
import dev.perdure.devstack.process.LogTail;
import dev.perdure.devstack.process.ManagedProcess;
import dev.perdure.devstack.process.ProcessSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Makes the development organization with its agent and key, through the service's own command. */
final class Provisioning {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final ServicePlan plan;

  Provisioning(ServicePlan plan) {
    this.plan = plan;
  }

  /** What was made, which is kept too. */
  Development run(ModelChoice model) {
    ProcessSpec spec =
        plan.command(
            "provision",
            List.of(
                "--organization",
                "Development",
                "--operator",
                "--agent",
                "demo",
                "--model",
                model.model()));
    ManagedProcess process = ManagedProcess.start(spec);
    if (!process.awaitExit(LIMIT)) {
      process.killTree();
    }
    if (process.onExit().join() != 0) {
      throw new DevStackException(
          "The development organization could not be made: %s. See %s"
              .formatted(LogTail.lastLine(spec.log()), spec.log()));
    }
    Development made = read(lastJson(spec.log())).withModel(model.model()).keep(plan.workspace());
    FileTree.delete(spec.log()); // it holds the key
    return made;
  }

  private static Development read(String json) {
    try {
      return new ObjectMapper().readValue(json, Development.class);
    } catch (JacksonException e) {
      throw new DevStackException("The service's answer can't be read: " + e.getMessage(), e);
    }
  }

  private static String lastJson(Path log) {
    return LogTail.lines(log, 50).stream()
        .filter(line -> line.startsWith("{") && line.contains("api_key"))
        .reduce((first, second) -> second)
        .orElseThrow(() -> new DevStackException("The service printed no API key. See " + log));
  }
}
