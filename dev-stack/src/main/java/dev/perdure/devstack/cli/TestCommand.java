package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ./perdure test [--long]}: all tests of all modules, on one shared stack. */
final class TestCommand {

  private static final Set<String> OPTIONS = Set.of("--long");
  private static final List<List<String>> WEB_CHECKS =
      List.of(
          List.of("npm", "run", "--silent", "lint"),
          List.of("npm", "run", "--silent", "typecheck"),
          List.of("npm", "run", "--silent", "test"),
          List.of("npm", "run", "--silent", "e2e"));

  private final Workspace workspace;
  private final Terminal terminal;
  private final TestReport report = new TestReport();

  TestCommand(Workspace workspace, Terminal terminal) {
    this.workspace = workspace;
    this.terminal = terminal;
  }

  int run(List<String> arguments) throws InterruptedException {
    arguments.stream()
        .filter(argument -> !OPTIONS.contains(argument))
        .findFirst()
        .ifPresent(unknown -> {
          throw new DevStackException("Unknown option %s. There is --long.".formatted(unknown));
        });
    Instant start = Instant.now();
    boolean hasConsole = Files.isRegularFile(web().resolve("package.json"));
    Map<String, String> environment = new HashMap<>();
    if (hasConsole) {
      environment.put("PERDURE_CHROMIUM", new Chromium(terminal).require().toString());
    }
    boolean passed;
    terminal.line("Starting one PostgreSQL, Redis and Temporal for all tests");
    try (TestStackFile stack = TestStackFile.start()) {
      environment.put(TestStackFile.VARIABLE, stack.file().toString());
      passed = maven(environment, arguments.contains("--long"));
      passed &= !hasConsole || console(environment);
    }
    report.lines().forEach(terminal::line);
    terminal.line(
        "%s in %s"
            .formatted(
                passed ? "All tests passed" : "TESTS FAILED",
                Terminal.seconds(Duration.between(start, Instant.now()))));
    return passed ? 0 : 1;
  }

  private boolean maven(Map<String, String> environment, boolean longTests)
      throws InterruptedException {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-ntp", "--fail-at-end", "verify"));
    if (longTests) {
      command.add("-Dperdure.long=true");
    }
    return 0
        == Child.run(
            workspace.root(),
            environment,
            command,
            line -> {
              terminal.line(line);
              report.accept(line);
            });
  }

  private boolean console(Map<String, String> environment) throws InterruptedException {
    Instant start = Instant.now();
    boolean passed = true;
    for (List<String> check : WEB_CHECKS) {
      terminal.line("web: " + String.join(" ", check.subList(3, check.size())));
      passed &= Child.run(web(), environment, check, terminal::line) == 0;
    }
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    report.add("web", seconds, passed ? "passed" : "FAILED");
    return passed;
  }

  private Path web() {
    return workspace.root().resolve("web");
  }
}
