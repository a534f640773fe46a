package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something a run waits for a person to settle: an approval, a question, a recovery, a budget.
 * AG-UI calls it by this name.
 *
 * @param stepId the step or call it is about, if it is about one
 * @param code why, for programs: {@code approval_required}, {@code question}, the code of the error
 *     that stopped the run, {@code effect_unknown}, {@code budget_tokens}, …
 * @param message why, in words for the person who settles it
 * @param tool the tool a call is for
 * @param arguments the call's arguments as the model wrote them
 * @param operations what can be ordered by {@code recover}; empty for approvals and questions
 * @param detail more for the person: suggestions, models tried, hard deadline, when it tries again
 * @param settlement what it was settled with; empty while open
 */
public record Interrupt(
    @JsonIgnore RunRef run,
    UUID id,
    WaitReason reason,
    Status status,
    @Nullable String stepId,
    String code,
    String message,
    @Nullable String tool,
    @Nullable String toolCallId,
    @Nullable String arguments,
    List<RecoveryOperation> operations,
    Map<String, Object> detail,
    Instant createdAt,
    @Nullable Instant remindedAt,
    @Nullable Instant deadline,
    @Nullable Instant settledAt,
    @Nullable UUID settledBy,
    Map<String, Object> settlement) {

  public Interrupt {
    operations = List.copyOf(operations);
    detail = Map.copyOf(detail);
    settlement = Map.copyOf(settlement);
  }

  /** Where an interrupt stands. Only an open one can be settled. */
  public enum Status {
    OPEN,
    /** By a person, or by the run itself when it tried again. */
    SETTLED,
    /** Nobody settled it in time. */
    EXPIRED,
    /** The run ended, or its call did, before anybody settled it. */
    VOID;

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
}
