package dev.perdure.api.body;

import dev.perdure.core.skill.custom.BundleFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A file of a skill.
 *
 * @param text its content, where it is text; absent where contents are not told
 * @param base64 its content, where it is not
 */
public record SkillFileBody(
    String path, int bytes, @Nullable String text, @Nullable String base64) {

  /** Without its content. */
  public static SkillFileBody named(BundleFile file) {
    return new SkillFileBody(file.path(), file.size(), null, null);
  }

  /** With its content. */
  public static SkillFileBody whole(BundleFile file) {
    byte[] content = file.content();
    String text = text(content);
    return new SkillFileBody(
        file.path(),
        file.size(),
        text,
        text == null ? Base64.getEncoder().encodeToString(content) : null);
  }

  private static @Nullable String text(byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
