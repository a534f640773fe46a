package dev.perdure.api.body;

import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.RecoveryOperation;
import dev.perdure.core.run.WaitReason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a run waits for a person to settle: an approval, a question, a recovery, a budget.
 *
 * @param runId whose it is; may be a sub-agent of the run that was asked for
 * @param stepId the step or call it is about
 * @param code why, for programs
 * @param message why, in words for the person who settles it
 * @param arguments the call's arguments, JSON as the model wrote it
 * @param operations what can be ordered by {@code recover}; empty for approvals and questions
 * @param detail more for the person, such as {@code hard_deadline} or {@code tries_again_at}; of
 *     one approval {@code tool_changed}, when its call won't be made because its tool is not what
 *     it was
 * @param deadline when it is no longer waited for
 * @param settledBy the user; absent when the run or a deadline settled it
 * @param settlement what it was settled with
 */
@Schema(name = "Interrupt")
public record InterruptBody(
    UUID id,
    UUID sessionId,
    UUID runId,
    WaitReason reason,
    Interrupt.Status status,
    @Nullable String stepId,
    @Schema(example = "approval_required") String code,
    @Schema(example = "The agent wants to call send_mail.") String message,
    @Nullable String tool,
    @Nullable String toolCallId,
    @Schema(description = "JSON, as the model wrote it.") @Nullable String arguments,
    List<RecoveryOperation> operations,
    Map<String, Object> detail,
    Instant createdAt,
    @Nullable Instant remindedAt,
    @Nullable Instant deadline,
    @Nullable Instant settledAt,
    @Nullable UUID settledBy,
    Map<String, Object> settlement) {

  public InterruptBody {
    operations = List.copyOf(operations);
  }

  public static InterruptBody of(Interrupt interrupt) {
    return new InterruptBody(
        interrupt.id(),
        interrupt.run().sessionId(),
        interrupt.run().runId(),
        interrupt.reason(),
        interrupt.status(),
        interrupt.stepId(),
        interrupt.code(),
        interrupt.message(),
        interrupt.tool(),
        interrupt.toolCallId(),
        interrupt.arguments(),
        interrupt.operations(),
        SnakeKeys.of(interrupt.detail()),
        interrupt.createdAt(),
        interrupt.remindedAt(),
        interrupt.deadline(),
        interrupt.settledAt(),
        interrupt.settledBy(),
        SnakeKeys.of(interrupt.settlement()));
  }

  /** The same, with more detail. */
  public InterruptBody with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(detail);
    more.put(key, value);
    return new InterruptBody(
        id,
        sessionId,
        runId,
        reason,
        status,
        stepId,
        code,
        message,
        tool,
        toolCallId,
        arguments,
        operations,
        more,
        createdAt,
        remindedAt,
        deadline,
        settledAt,
        settledBy,
        settlement);
  }
}
