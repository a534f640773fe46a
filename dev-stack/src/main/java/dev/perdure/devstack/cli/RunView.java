package dev.perdure.devstack.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows the events of a run. */
interface RunView {

  /** A run was accepted. */
  void started(ApiClient.Started run);

  /**
   * An event came.
   *
   * @param raw the event as it came
   * @param event the same, read
   */
  void event(String raw, JsonNode event);

  /** The connection was lost and is made again. */
  void reconnecting();
}
