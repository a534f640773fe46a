package dev.perdure.core.skill.custom;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How an agent names a skill: {@code crm}, or {@code crm@3} for a version of one that its
 * organization made.
 *
 * @param version null for the current one
 */
public record SkillName(String name, @Nullable Integer version) {

  private static final Pattern PINNED = Pattern.compile("(.+)@([1-9][0-9]{0,8})");

  /** Reads a name; what does not end with a version is a name as a whole. */
  public static SkillName of(String text) {
    Matcher pinned = PINNED.matcher(text);
    return pinned.matches()
        ? new SkillName(pinned.group(1), Integer.valueOf(pinned.group(2)))
        : new SkillName(text, null);
  }

  @Override
  public String toString() {
    return version == null ? name : name + "@" + version;
  }
}
