package dev.perdure.devstack.cli;

import dev.perdure.devstack.StackAddresses;
import dev.perdure.devstack.supervise.SupervisorState;
import java.time.Duration;
import java.util.Optional;

/** What {@code ./perdure up} ends with. */
final class Summary {

  private final Terminal terminal;
  private final DevPorts ports;
  private final SupervisorState state;

  Summary(Terminal terminal, DevPorts ports, SupervisorState state) {
    this.terminal = terminal;
    this.ports = ports;
    this.state = state;
  }

  void print(Development development, ModelChoice model, Duration ready, boolean alreadyUp) {
    String api = "http://127.0.0.1:" + ports.api();
    String ui =
        Optional.ofNullable(state.addresses()).map(StackAddresses::temporalUiUrl).orElse("");
    String key = development.apiKey();
    terminal.line("");
    terminal.line(
        alreadyUp
            ? "Perdure already runs."
            : "Perdure is up. Ready in %s.".formatted(Terminal.seconds(ready)));
    terminal.line("");
    terminal.line("  API          " + api);
    terminal.line("  Console      " + api + "/");
    terminal.line("  API page     " + api + "/docs");
    terminal.line("  Temporal UI  " + (ui.isEmpty() ? "that of your own server" : ui));
    terminal.line("  Metrics      http://127.0.0.1:%d/metrics".formatted(ports.admin()));
    terminal.line("  Model        " + describe(development, model));
    terminal.line("  API key      %s  (for development, kept in .perdure/dev.json)".formatted(key));
    terminal.line("");
    terminal.line("Try it:");
    terminal.line(
        "  curl -s %s/v1/runs -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -d '{\"agent\":\"demo\",\"input\":\"What is 12*(3+4)?\"}'"
            .formatted(api, key));
    terminal.line("  ./perdure run \"What time is it?\"");
    terminal.line("Stop it: ./perdure down");
  }

  private static String describe(Development development, ModelChoice choice) {
    return development.model().equals(choice.model())
        ? "%s (%s)".formatted(choice.model(), choice.reason())
        : "%s for the agent \"demo\"; %s would be chosen now (%s)"
            .formatted(development.model(), choice.model(), choice.reason());
  }
}
