package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a person is waited for. Both times count from when the wait began.
 *
 * @param remindAfter when to remind, once; never when absent
 * @param deadline when to stop waiting; never when absent
 */
public record WaitTerms(
    @Nullable Duration remindAfter, @Nullable Duration deadline, DeadlinePolicy onDeadline) {

  /** No reminder, no deadline. */
  public static final WaitTerms FOREVER = new WaitTerms(null, null, DeadlinePolicy.DENY);

  /** Reads terms in which everything may be left out. */
  @JsonCreator
  public static WaitTerms of(
      @JsonProperty("remindAfter") @Nullable Duration remindAfter,
      @JsonProperty("deadline") @Nullable Duration deadline,
      @JsonProperty("onDeadline") @Nullable DeadlinePolicy onDeadline) {
    return new WaitTerms(
        remindAfter, deadline, onDeadline == null ? DeadlinePolicy.DENY : onDeadline);
  }
}
