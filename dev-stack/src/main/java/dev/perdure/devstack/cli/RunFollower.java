package dev.perdure.devstack.cli;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Follows a run to its end, over as many connections as it takes. */
final class RunFollower {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PAUSE = Duration.ofMillis(300);

  private final ApiClient client;
  private final RunView view;
  private final Duration patience;

  private String lastId = "";
  private Instant lastSign = Instant.now();
  private boolean isAway;
  private Optional<RunOutcome> outcome = Optional.empty();

  /**
   * @param patience how long the service may be away before this gives up
   */
  RunFollower(ApiClient client, RunView view, Duration patience) {
    this.client = client;
    this.view = view;
    this.patience = patience;
  }

  RunOutcome follow(String runId) throws InterruptedException {
    while (outcome.isEmpty()) {
      try {
        client.stream(runId, lastId, this::take);
      } catch (IOException e) {
        if (lastSign.plus(patience).isBefore(Instant.now())) {
          return RunOutcome.LOST;
        }
        if (!isAway) {
          view.reconnecting();
          isAway = true;
        }
      }
      if (outcome.isEmpty()) {
        Thread.sleep(PAUSE);
      }
    }
    return outcome.get();
  }

  private boolean take(SseEvent event) {
    lastSign = Instant.now();
    isAway = false;
    if (!event.id().isEmpty()) {
      lastId = event.id();
    }
    try {
      JsonNode read = JSON.readTree(event.data());
      view.event(event.data(), read);
      outcome = outcomeOf(read);
    } catch (JacksonException e) {
      throw new IllegalStateException("the stream holds what is no JSON", e);
    }
    return outcome.isEmpty();
  }

  // What a sub-agent's run tells carries subagentRunId and does not end the run.
  private static Optional<RunOutcome> outcomeOf(JsonNode event) {
    if (event.has("subagentRunId")) {
      return Optional.empty();
    }
    return switch (event.path("type").asText()) {
      case "RUN_FINISHED" ->
          switch (event.path("outcome").path("type").asText("success")) {
            case "success" -> Optional.of(RunOutcome.SUCCEEDED);
            case "cancelled" -> Optional.of(RunOutcome.CANCELLED);
            default -> Optional.empty();
          };
      case "RUN_ERROR" -> Optional.of(RunOutcome.FAILED);
      default -> Optional.empty();
    };
  }
}
