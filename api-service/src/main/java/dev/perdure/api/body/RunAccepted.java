package dev.perdure.api.body;

import dev.perdure.core.run.Run;
import dev.perdure.core.run.RunStatus;
import java.util.UUID;

/** A run is committed and will be done, whatever happens to this node. */
public record RunAccepted(UUID sessionId, UUID runId, RunStatus status, Links links) {

  /** The answer to a start. */
  public static RunAccepted of(Run run) {
    return new RunAccepted(run.sessionId(), run.id(), run.status(), Links.of(run));
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
