package dev.perdure.skills.custom.skillmd;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a SKILL.md says.
 *
 * @param metadata what its author adds, by the author's names
 * @param allowedTools what the author would let an agent do without asking; told, not obeyed
 * @param other fields that the format does not know, as texts
 * @param body the instructions, in Markdown
 */
record SkillMd(
    String name,
    String description,
    @Nullable String license,
    @Nullable String compatibility,
    Map<String, String> metadata,
    List<String> allowedTools,
    Map<String, Object> other,
    String body) {

  private static final int LONGEST_TITLE = 200;

  /** The heading it begins with, else its name. */
  String title() {
    return body.lines()
        .dropWhile(String::isBlank)
        .findFirst()
        .filter(line -> line.startsWith("# "))
        .map(line -> line.substring(2).strip())
        .filter(title -> !title.isEmpty() && title.length() <= LONGEST_TITLE)
        .orElse(name);
  }
}
