package dev.perdure.e2e.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run as the API shows it. */
public record RunView(
    String id,
    String sessionId,
    String agentId,
    int agentVersion,
    String status,
    @Nullable String waitingFor,
    @Nullable String output,
    @Nullable Failure error,
    Tokens usage,
    int steps) {

  private static final List<String> TERMINAL =
      List.of("succeeded", "failed", "cancelled", "expired");

  /** Why it failed or waits. */
  public record Failure(String code, String message, @Nullable String suggestion) {}

  /** Tokens spent. */
  public record Tokens(long input, long cachedInput, long output, long reasoning) {}

  public boolean ended() {
    return TERMINAL.contains(status);
  }

  /** The code of its error, or an empty text. */
  public String errorCode() {
    return error == null ? "" : error.code();
  }

  /** The text of its answer, or an empty one. */
  public String answer() {
    return output == null ? "" : output;
  }
}
