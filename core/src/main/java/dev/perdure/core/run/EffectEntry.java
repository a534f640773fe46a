package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.perdure.core.skill.Effect;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the effect ledger: a call of a tool that changes something outside.
 *
 * @param effectKey {@code session_id:step_id}; names the effect for ever
 * @param hardDeadline when the call can no longer be under way, whatever became of its worker
 * @param result what the tool said, for a late commit
 * @param undo what became of undoing it; absent when nobody ordered that
 */
public record EffectEntry(
    @JsonIgnore RunRef run,
    String effectKey,
    String stepId,
    String tool,
    Effect effect,
    Status status,
    Instant intendedAt,
    Instant hardDeadline,
    @Nullable Instant settledAt,
    @Nullable String result,
    @Nullable Undo undo,
    @Nullable String undoMessage) {

  /** What is known of the effect. */
  public enum Status {
    /** The call may be under way. */
    INTENDED,
    /** It was made, and its result is in the transcript. */
    COMMITTED,
    /** The tool says that nothing happened. */
    NOT_DONE,
    /** Nobody knows whether it happened; a person has to say. */
    UNKNOWN,
    /** It had been given up as unknown, then its result came after all. */
    LATE_COMMITTED,
    /** A person said that it happened. */
    CONFIRMED,
    /** A person ordered to go on without it. */
    SKIPPED;

    /** The name in the API and in PostgreSQL. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a wire name. */
    public static Status of(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }

  /** What became of undoing an effect. */
  public enum Undo {
    UNDONE,
    /** Something is left, which the message names. */
    PARTLY,
    /** The tool has no compensation. */
    IMPOSSIBLE,
    FAILED;

    /** The name in the API and in PostgreSQL. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a wire name. */
    public static Undo of(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }
}
