package dev.perdure.skills.custom;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * Names of tools that begin with their skill's, so that no two skills have one of the same name.
 */
public final class QualifiedNames {

  private static final int LONGEST = 64;
  private static final int MARK = 8;

  private QualifiedNames() {}

  /**
   * {@code <skill>__<tool>}, where what does not fit into 64 characters gives way to a checksum.
   *
   * @param skill letters, digits, {@code _} and {@code -}
   * @param tool the same, at most 64 characters
   */
  public static String of(String skill, String tool) {
    String whole = skill + "__" + tool;
    if (whole.length() <= LONGEST) {
      return whole;
    }
    String mark = "_" + checksum(whole);
    int left = LONGEST - mark.length();
    // The tool's own name tells a model more, so the skill's gives way first.
    int ofSkill = Math.max(left - 2 - tool.length(), MARK);
    String cut = skill.substring(0, Math.min(skill.length(), ofSkill)) + "__" + tool;
    return cut.substring(0, Math.min(left, cut.length())) + mark;
  }

  private static String checksum(String text) {
    CRC32C sum = new CRC32C();
    sum.update(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().toHexDigits((int) sum.getValue());
  }
}
