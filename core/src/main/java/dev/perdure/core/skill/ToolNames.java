package dev.perdure.core.skill;

import dev.perdure.core.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Names of tools, as models take them: letters, digits, underscore, hyphen; short, and unique.
 * Those that organizations make begin with their skill's, so that no two skills have one of the
 * same name.
 */
public final class ToolNames {

  /** The orchestrator's own, which no skill's tool can have: asks the user. */
  public static final String ASK_USER = "ask_user";

  /** Likewise: reads on in a large result. */
  public static final String READ_ARTIFACT = "read_artifact";

  /** Likewise: shows a skill. */
  public static final String OPEN_SKILL = "open_skill";

  private static final int LONGEST = 64;
  private static final int MARK = 8;
  private static final int LONGEST_SKILL = 24;
  private static final String BETWEEN = "__";

  private final String prefix;
  private final Set<String> taken = new HashSet<>();

  /**
   * Names for the tools of one skill.
   *
   * @param prefix what every name begins with; may be empty
   */
  public ToolNames(String prefix) {
    this.prefix = prefix;
  }

  /** What names of a skill's tools begin with, unless somebody says otherwise. */
  public static String prefix(String skill) {
    return skill.substring(0, Math.min(skill.length(), LONGEST_SKILL)) + BETWEEN;
  }

  /**
   * {@code <skill>__<tool>}, where what does not fit into 64 characters gives way to a checksum.
   *
   * @param skill letters, digits, {@code _} and {@code -}
   * @param tool the same, at most 64 characters
   */
  public static String qualified(String skill, String tool) {
    String whole = skill + BETWEEN + tool;
    if (whole.length() <= LONGEST) {
      return whole;
    }
    String mark = "_" + checksum(whole);
    int left = LONGEST - mark.length();
    // The tool's own name tells a model more, so the skill's gives way first.
    int ofSkill = Math.max(left - 2 - tool.length(), MARK);
    String cut = skill.substring(0, Math.min(skill.length(), ofSkill)) + BETWEEN + tool;
    return cut.substring(0, Math.min(left, cut.length())) + mark;
  }

  private static String checksum(String text) {
    CRC32C sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }

  /** The name a tool gets, the same each time for the same tools in the same order. */
  public String fit(String name) {
    String fit = shortened((prefix + name).replaceAll("[^A-Za-z0-9_-]", "_"), name);
    String unique = fit;
    for (int i = 2; !taken.add(unique); i++) {
      String end = "_" + i;
      unique = fit.substring(0, Math.min(fit.length(), LONGEST - end.length())) + end;
    }
    return unique;
  }

  private static String shortened(String fit, String name) {
    return fit.length() <= LONGEST
        ? fit
        : fit.substring(0, LONGEST - MARK - 1) + "_" + Sha256.hex(name).substring(0, MARK);
  }
}
