package dev.perdure.testkit.workspace;

import dev.perdure.core.workspace.WorkspaceFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A file with all its versions. */
final class MemoryFile {

  private final List<byte[]> versions = new ArrayList<>();
  private final List<Instant> times = new ArrayList<>();
  String path;
  boolean deleted;
  long deletedAt;
  // counts changes, so that an undo can tell whether there was another
  long revision;

  MemoryFile(String path) {
    this.path = path;
  }

  void add(byte[] content) {
    versions.add(content);
    times.add(Instant.now());
  }

  byte[] content() {
    return versions.getLast();
  }

  byte[] content(int version) {
    return versions.get(version - 1);
  }

  int version() {
    return versions.size();
  }

  WorkspaceFile told() {
    byte[] content = content();
    return new WorkspaceFile(
        path, version(), content.length, type(content), sha256(content), times.getLast());
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static String type(byte[] content) {
    String start =
        new String(content, 0, Math.min(content.length, 512), StandardCharsets.ISO_8859_1);
    if (start.startsWith("PK\u0003\u0004")) {
      return "application/zip";
    }
    if (start.startsWith("\u001f\u008b")) {
      return "application/gzip";
    }
    return start.indexOf(0) >= 0 ? "application/octet-stream" : "text/plain";
  }
}
