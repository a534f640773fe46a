package dev.perdure.testkit;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the effect recorder does wrong to one or more calls.
 *
 * @param kind what happens
 * @param when whether it happens before or after the effect is written down
 * @param contains a part of the effect's key; every key if absent
 * @param times how many calls it happens to; 0 means without end, one if absent
 * @param delayMs milliseconds of {@link Kind#DELAY}
 * @param status the answer of {@link Kind#STATUS}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecorderFault(
    Kind kind,
    When when,
    @Nullable String contains,
    @Nullable Integer times,
    @Nullable Integer delayMs,
    @Nullable Integer status) {

  /** What happens to a call. */
  public enum Kind {
    /** It takes longer, and then succeeds. */
    DELAY,
    /** It is never answered. */
    HANG,
    /** It is answered with an HTTP error. */
    STATUS,
    /** Its connection breaks. */
    CUT
  }

  /** On which side of the effect. */
  public enum When {
    BEFORE,
    AFTER
  }

  public static RecorderFault delay(When when, int milliseconds) {
    return new RecorderFault(Kind.DELAY, when, null, null, milliseconds, null);
  }

  public static RecorderFault hang(When when) {
    return new RecorderFault(Kind.HANG, when, null, null, null, null);
  }

  public static RecorderFault status(When when, int status) {
    return new RecorderFault(Kind.STATUS, when, null, null, null, status);
  }

  public static RecorderFault cut(When when) {
    return new RecorderFault(Kind.CUT, when, null, null, null, null);
  }

  public RecorderFault forKeysWith(String part) {
    return new RecorderFault(kind, when, part, times, delayMs, status);
  }

  public RecorderFault times(int calls) {
    return new RecorderFault(kind, when, contains, calls, delayMs, status);
  }
}
