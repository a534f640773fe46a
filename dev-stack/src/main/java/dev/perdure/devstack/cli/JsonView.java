package dev.perdure.devstack.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** One event a line, as it came; for machines. */
final class JsonView implements RunView {

  private final Terminal terminal;

  JsonView(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void started(ApiClient.Started run) {
    // RUN_STARTED says the same.
  }

  @Override
  public void event(String raw, JsonNode event) {
    terminal.line(raw.replace('\n', ' '));
  }

  @Override
  public void reconnecting() {
    terminal.note("connection lost, connecting again");
  }
}
