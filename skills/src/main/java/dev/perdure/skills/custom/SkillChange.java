package dev.perdure.skills.custom;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How what a skill was made of differs now from what was kept of it.
 *
 * @param tools those that differ; empty when nothing does
 */
public record SkillChange(List<ToolChange> tools) {

  /** How one tool differs. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED;

    /** The name in the API. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * One tool that differs.
   *
   * @param name as its server calls it
   * @param before as it was kept; null when it is new
   * @param after as it is now; null when it is gone
   */
  public record ToolChange(
      String name,
      Kind kind,
      @Nullable Map<String, Object> before,
      @Nullable Map<String, Object> after) {}

  public SkillChange {
    tools = List.copyOf(tools);
  }

  public boolean changed() {
    return !tools.isEmpty();
  }
}
