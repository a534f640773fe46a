package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code ./perdure run "…" [--agent name] [--session id] [--json]}. */
final class RunCommand {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> OPTIONS = List.of("--agent", "--session");
  private static final int WRONG_CALL = 2;

  private final Workspace workspace;
  private final Terminal terminal;

  RunCommand(Workspace workspace, Terminal terminal) {
    this.workspace = workspace;
    this.terminal = terminal;
  }

  int run(List<String> arguments) throws InterruptedException {
    Map<String, String> options = new LinkedHashMap<>();
    List<String> words = new ArrayList<>();
    boolean json = false;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--json")) {
        json = true;
      } else if (OPTIONS.contains(argument) && i + 1 < arguments.size()) {
        options.put(argument, arguments.get(++i));
      } else if (argument.startsWith("--")) {
        return wrongCall("Unknown option " + argument);
      } else {
        words.add(argument);
      }
    }
    if (words.isEmpty()) {
      return wrongCall("What shall the agent do?");
    }
    RunView view = json ? new JsonView(terminal) : new HumanView(terminal);
    return start(options, String.join(" ", words), view);
  }

  private int wrongCall(String why) {
    terminal.note(why);
    terminal.note(
        "Usage: ./perdure run \"What is 12*(3+4)?\" [--agent name] [--session id] [--json]");
    return WRONG_CALL;
  }

  private int start(Map<String, String> options, String input, RunView view)
      throws InterruptedException {
    Map<String, String> environment = System.getenv();
    String key =
        Optional.ofNullable(environment.get("PERDURE_API_KEY"))
            .or(() -> Development.read(workspace).map(Development::apiKey))
            .orElseThrow(() -> new DevStackException("There is no API key. Run ./perdure up."));
    URI base =
        URI.create(
            environment.getOrDefault(
                "PERDURE_URL", "http://127.0.0.1:" + DevPorts.ofRunning(workspace).api()));
    Map<String, String> body = new LinkedHashMap<>();
    body.put("agent", options.getOrDefault("--agent", "demo"));
    body.put("input", input);
    return follow(
            new ApiClient(base, key), Optional.ofNullable(options.get("--session")), body, view)
        .exitCode();
  }

  private RunOutcome follow(
      ApiClient client, Optional<String> session, Map<String, String> body, RunView view)
      throws InterruptedException {
    ApiClient.Started started;
    try {
      started = client.start(session, body);
    } catch (IOException e) {
      throw new DevStackException(
          "The service does not answer. Look at ./perdure status, or start it: ./perdure up", e);
    }
    view.started(started);
    RunOutcome outcome = new RunFollower(client, view, PATIENCE).follow(started.runId());
    if (outcome == RunOutcome.LOST) {
      terminal.note(
          "The service is away. The run %s goes on when it is back.".formatted(started.runId()));
    }
    return outcome;
  }
}
