package dev.perdure.core.skill;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * Whether a skill would work.
 *
 * @param message for people: what is missing and what to do; empty when all is well
 */
public record SkillHealth(State state, String message) {

  /** How it stands. */
  public enum State {
    /** It works. */
    OK,
    /** It works in part, or less well than it could. */
    DEGRADED,
    /** The organization has to set something up first. */
    NOT_CONFIGURED,
    /** It does not work here. */
    UNAVAILABLE;

    /** The name in the API. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All is well. */
  public static final SkillHealth OK = new SkillHealth(State.OK, "");

  public static SkillHealth degraded(String message) {
    return new SkillHealth(State.DEGRADED, message);
  }

  public static SkillHealth notConfigured(String message) {
    return new SkillHealth(State.NOT_CONFIGURED, message);
  }

  public static SkillHealth unavailable(String message) {
    return new SkillHealth(State.UNAVAILABLE, message);
  }
}
