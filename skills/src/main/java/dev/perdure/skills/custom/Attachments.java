package dev.perdure.skills.custom;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.workspace.Workspace;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Files that a call answers with: kept in the workspace, where there is one. */
public final class Attachments {

  private static final Map<String, String> ENDINGS =
      Map.ofEntries(
          Map.entry("image/png", "png"),
          Map.entry("image/jpeg", "jpg"),
          Map.entry("image/gif", "gif"),
          Map.entry("image/webp", "webp"),
          Map.entry("image/svg+xml", "svg"),
          Map.entry("audio/mpeg", "mp3"),
          Map.entry("audio/wav", "wav"),
          Map.entry("audio/ogg", "ogg"),
          Map.entry("application/pdf", "pdf"),
          Map.entry("application/zip", "zip"),
          Map.entry("application/json", "json"),
          Map.entry("text/csv", "csv"),
          Map.entry("text/plain", "txt"));

  private Attachments() {}

  /**
   * Keeps a file, named by its content so that an attempt made again writes the same one, and says
   * where it is.
   *
   * @param mediaType as the other side says; not relied on
   */
  public static String keep(String folder, byte[] content, String mediaType, Workspace workspace) {
    String type = mediaType.replaceAll(";.*", "").strip().toLowerCase(Locale.ROOT);
    String named = type.matches("[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}") ? type : "a file";
    String told = named + ", " + content.length + " bytes";
    if (!workspace.available()) {
      return "[" + told + ", not shown]";
    }
    String path = folder + "/" + hash(content) + "." + ENDINGS.getOrDefault(type, "bin");
    try {
      workspace.write(path, new ByteArrayInputStream(content), null);
      return "[" + told + ", kept as " + path + "]";
    } catch (PerdureException e) {
      return "[" + told + ", not kept: " + e.error().message() + "]";
    }
  }

  private static String hash(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
