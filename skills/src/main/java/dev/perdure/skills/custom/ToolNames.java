package dev.perdure.skills.custom;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;

/** Makes names of tools fit for models: letters, digits, underscore, hyphen; short and unique. */
public final class ToolNames {

  private static final int LONGEST = 64;
  private static final int MARK = 8;
  private static final int LONGEST_SKILL = 24;

  private final String prefix;
  private final Set<String> taken = new HashSet<>();

  /**
   * @param prefix what every name begins with; may be empty
   */
  public ToolNames(String prefix) {
    this.prefix = prefix;
  }

  /** What names of a skill's tools begin with, unless somebody says otherwise. */
  public static String prefix(String skill) {
    return skill.substring(0, Math.min(skill.length(), LONGEST_SKILL)) + "__";
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
        : fit.substring(0, LONGEST - MARK - 1) + "_" + sha256(name).substring(0, MARK);
  }

  /** The SHA-256 of a text, in hex. */
  public static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
