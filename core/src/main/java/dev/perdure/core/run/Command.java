package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person or a program told a run, as the workflow takes it. A numbered row; the signal is
 * only its doorbell. Crosses the workflow: grows by appending only.
 *
 * @param number counted from 1 within the run
 * @param interruptId what it settles, if it settles a wait
 * @param choice the wire name of the {@link RecoveryOperation} or {@link CancelMode}, where one was
 *     chosen
 * @param timeLeft of a top-up: what was left of the run's budget of time when it was taken; absent
 *     without such a limit, and in histories of older builds
 */
public record Command(
    int number,
    Kind kind,
    @Nullable UUID interruptId,
    @Nullable String choice,
    @Nullable Duration timeLeft) {

  /** A command that says nothing of time. */
  public Command(int number, Kind kind, @Nullable UUID interruptId, @Nullable String choice) {
    this(number, kind, interruptId, choice, null);
  }

  /** A command that needs no more than its kind. */
  public Command(int number, Kind kind) {
    this(number, kind, null, null);
  }

  /** What is told. */
  public enum Kind {
    CANCEL,
    STEER,
    APPROVE,
    DENY,
    ANSWER,
    PAUSE,
    RESUME,
    TOP_UP,
    RECOVER;

    /** The name in the API and in PostgreSQL. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a wire name. */
    public static Kind of(String wireName) {
      return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
  }
}
