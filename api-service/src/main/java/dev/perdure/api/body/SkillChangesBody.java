package dev.perdure.api.body;

import dev.perdure.skills.custom.SkillChange;
import dev.perdure.skills.custom.SkillChange.Kind;
import dev.perdure.skills.custom.SkillNews;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How what a skill was made of differs from what was accepted.
 *
 * @param sha256 of all that there is now; accepting it names it
 * @param changes empty when nothing differs
 */
public record SkillChangesBody(
    @Schema(description = "Of all that there is now. Accepting it names it.") String sha256,
    List<ToolChangeBody> changes) {

  public SkillChangesBody {
    changes = List.copyOf(changes);
  }

  public static SkillChangesBody of(SkillNews news) {
    return new SkillChangesBody(
        news.content().sha256(), news.change().tools().stream().map(ToolChangeBody::of).toList());
  }

  /**
   * A tool that differs.
   *
   * @param tool as its server calls it
   * @param before as it was accepted; absent when it is new
   * @param after as it is now; absent when it is gone
   */
  public record ToolChangeBody(
      String tool,
      Kind kind,
      @Nullable Map<String, Object> before,
      @Nullable Map<String, Object> after) {

    static ToolChangeBody of(SkillChange.ToolChange change) {
      return new ToolChangeBody(change.name(), change.kind(), change.before(), change.after());
    }
  }
}
