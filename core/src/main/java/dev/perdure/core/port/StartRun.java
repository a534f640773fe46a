package dev.perdure.core.port;

import dev.perdure.core.run.InputPolicy;
import dev.perdure.core.session.ContentPart;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for when a run is started.
 *
 * @param sessionId where; a new session is made when absent
 * @param agentId who; the session's agent when absent, {@code agent_required} when it has none
 * @param agentVersion which version; the current one when absent
 * @param input what to answer; at least one part
 * @param policy what to do while another run of the session is active
 */
public record StartRun(
    @Nullable UUID sessionId,
    @Nullable UUID agentId,
    @Nullable Integer agentVersion,
    List<ContentPart> input,
    InputPolicy policy) {

  public StartRun {
    input = List.copyOf(input);
  }
}
