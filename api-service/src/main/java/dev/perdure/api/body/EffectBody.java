package dev.perdure.api.body;

import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.skill.Effect;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the effect ledger: a call of a tool that changes something outside.
 *
 * @param effectKey {@code session_id:step_id}; names the effect for ever, and is handed to the tool
 * @param hardDeadline when the call can no longer be under way
 * @param result what the tool said, for a late commit
 * @param undo what became of undoing it
 */
@Schema(name = "EffectEntry")
public record EffectBody(
    UUID runId,
    String effectKey,
    String stepId,
    String tool,
    Effect effect,
    EffectEntry.Status status,
    Instant intendedAt,
    Instant hardDeadline,
    @Nullable Instant settledAt,
    @Nullable String result,
    EffectEntry.@Nullable Undo undo,
    @Nullable String undoMessage) {

  public static EffectBody of(EffectEntry entry) {
    return new EffectBody(
        entry.run().runId(),
        entry.effectKey(),
        entry.stepId(),
        entry.tool(),
        entry.effect(),
        entry.status(),
        entry.intendedAt(),
        entry.hardDeadline(),
        entry.settledAt(),
        entry.result(),
        entry.undo(),
        entry.undoMessage());
  }
}
