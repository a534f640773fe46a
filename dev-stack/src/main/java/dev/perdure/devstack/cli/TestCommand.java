package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.fetch.Moto;
import dev.perdure.devstack.fetch.Schemathesis;
import dev.perdure.devstack.fetch.SearchPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code ./perdure test [--long] [--console]}: all tests of all modules, or those of the console,
 * on one shared stack.
 */
final class TestCommand {

  private static final String CONSOLE_ONLY = "--console";
  private static final Set<String> OPTIONS = Set.of("--long", CONSOLE_ONLY);
  private static final List<List<String>> WEB_CHECKS =
      List.of(
          List.of("npm", "run", "--silent", "lint"),
          List.of("npm", "run", "--silent", "typecheck"),
          List.of("npm", "run", "--silent", "test"));
  private static final List<String> WEB_BROWSER = List.of("npm", "run", "--silent", "e2e");

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
          throw new DevStackException(
              "Unknown option %s. There are --long and --console.".formatted(unknown));
        });
    Instant start = Instant.now();
    boolean hasConsole = Files.isRegularFile(web().resolve("package.json"));
    DebianPackages packages = new DebianPackages(terminal);
    Map<String, String> environment = new HashMap<>();
    if (hasConsole) {
      environment.put("PERDURE_CHROMIUM", new Chromium(packages).require().toString());
    }
    new SandboxPackage(packages, terminal).ensure();
    boolean consoleOnly = arguments.contains(CONSOLE_ONLY);
    if (!consoleOnly) {
      // Tests use them; what is missing is better said now than in half an hour.
      new Schemathesis(workspace.home(), terminal::line).command();
      new Moto(workspace.home(), terminal::line).command();
      pgBouncer(packages);
    }
    boolean passed;
    terminal.line("Starting one PostgreSQL, Redis and Temporal for all tests");
    try (TestStackFile stack = TestStackFile.start()) {
      environment.put(TestStackFile.VARIABLE, stack.file().toString());
      passed = consoleOnly || maven(environment, arguments.contains("--long"));
      passed &= !hasConsole || console(stack, environment);
    }
    report.lines().forEach(terminal::line);
    terminal.line(
        "%s in %s"
            .formatted(
                passed ? "All tests passed" : "TESTS FAILED",
                Terminal.seconds(Duration.between(start, Instant.now()))));
    return passed ? 0 : 1;
  }

  private void pgBouncer(DebianPackages packages) throws InterruptedException {
    if (pgBouncer().isEmpty() && packages.canInstall()) {
      packages.install("pgbouncer");
    }
    if (pgBouncer().isEmpty()) {
      terminal.note("PgBouncer is not here, so its test is skipped: apt install pgbouncer");
    }
  }

  private static Optional<Path> pgBouncer() {
    return SearchPath.find("pgbouncer")
        .or(() -> Optional.of(Path.of("/usr/sbin/pgbouncer")).filter(SearchPath::isProgram));
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

  private boolean console(TestStackFile stack, Map<String, String> environment)
      throws InterruptedException {
    Instant start = Instant.now();
    boolean passed = true;
    for (List<String> check : WEB_CHECKS) {
      passed &= npm(check, environment);
    }
    passed &= browser(stack, environment);
    double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
    report.add("web", seconds, passed ? "passed" : "FAILED");
    return passed;
  }

  // The console's browser tests run over the real service.
  private boolean browser(TestStackFile stack, Map<String, String> environment)
      throws InterruptedException {
    try (ServiceUnderTest service = ServiceUnderTest.start(workspace, stack)) {
      Map<String, String> all = new HashMap<>(environment);
      all.putAll(service.environment());
      return npm(WEB_BROWSER, all);
    } catch (DevStackException e) {
      terminal.note("The console's tests have no service to run over: " + e.getMessage());
      return false;
    }
  }

  private boolean npm(List<String> command, Map<String, String> environment)
      throws InterruptedException {
    terminal.line("web: " + command.getLast());
    return Child.run(web(), environment, command, terminal::line) == 0;
  }

  private Path web() {
    return workspace.root().resolve("web");
  }
}
