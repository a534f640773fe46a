package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One execution of an agent over a session, from an input to an answer.
 *
 * @param threadId the thread its messages go to
 * @param agentVersion the version it pinned when it was committed
 * @param waitingFor set while {@code status} is {@code waiting}
 * @param output the text of the answer, once there is one
 * @param error why it failed or waits for recovery
 * @param steps how many steps it has taken
 */
public record Run(
    @JsonIgnore OrgId orgId,
    UUID id,
    UUID sessionId,
    UUID threadId,
    UUID agentId,
    int agentVersion,
    RunStatus status,
    @Nullable WaitReason waitingFor,
    InputPolicy inputPolicy,
    List<ContentPart> input,
    @Nullable String output,
    @Nullable RunError error,
    TokenUsage usage,
    int steps,
    UUID createdBy,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    Instant updatedAt) {

  public Run {
    input = List.copyOf(input);
  }

  /** Its identity. */
  @JsonIgnore
  public RunRef ref() {
    return new RunRef(orgId, sessionId, id);
  }
}
