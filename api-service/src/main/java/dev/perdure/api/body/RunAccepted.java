package dev.perdure.api.body;

import dev.perdure.core.run.QueuedFor;
import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run is committed and will be done, whatever happens to this node.
 *
 * @param queuedFor set while {@code status} is {@code queued}
 * @param steered whether the input went to a run that was active already, which is this one
 */
public record RunAccepted(
    UUID sessionId,
    UUID runId,
    RunStatus status,
    @Nullable QueuedFor queuedFor,
    @Schema(description = "Whether the input went to a run that was active already: this one.")
        boolean steered,
    Links links) {

  /** The answer to a start. */
  public static RunAccepted of(Run run, boolean steered) {
    return new RunAccepted(
        run.sessionId(), run.id(), run.status(), run.queuedFor(), steered, Links.of(run));
  }

  /**
   * Where to go on.
   *
   * @param self to poll, with {@code ?wait=30s} to wait for the end
   * @param events to stream, as server-sent events
   */
  public record Links(String self, String events, String session) {
    static Links of(Run run) {
      String self = "/v1/runs/" + run.id();
      return new Links(self, self + "/events", "/v1/sessions/" + run.sessionId());
    }
  }
}
