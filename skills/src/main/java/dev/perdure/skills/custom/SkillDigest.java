package dev.perdure.skills.custom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillContent;
import dev.perdure.core.skill.custom.SkillDefinition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** What tells one version from another: the SHA-256 of all that is in it. */
final class SkillDigest {

  private final ObjectMapper json =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  SkillContent content(String kind, SkillDefinition definition) {
    MessageDigest digest = sha256();
    byte[] written = write(definition);
    part(digest, kind.getBytes(StandardCharsets.UTF_8));
    part(digest, definition.name().getBytes(StandardCharsets.UTF_8));
    part(digest, definition.title().getBytes(StandardCharsets.UTF_8));
    part(digest, definition.description().getBytes(StandardCharsets.UTF_8));
    part(digest, written);
    List<BundleFile> files =
        definition.files().stream().sorted(Comparator.comparing(BundleFile::path)).toList();
    for (BundleFile file : files) {
      part(digest, file.path().getBytes(StandardCharsets.UTF_8));
      part(digest, file.content());
    }
    long bytes = written.length + files.stream().mapToLong(BundleFile::size).sum();
    return new SkillContent(kind, definition, HexFormat.of().formatHex(digest.digest()), bytes);
  }

  byte[] write(SkillDefinition definition) {
    try {
      return json.writeValueAsBytes(definition.definition());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a definition that is no JSON", e);
    }
  }

  /** With its length, so that no two lists of parts are taken for one. */
  private static void part(MessageDigest digest, byte[] part) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    digest.update(part);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JVM", e);
    }
  }
}
