package dev.perdure.core.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file that a job finds in its folder.
 *
 * @param path relative to the folder, with {@code /} between its names
 * @param size in bytes; the content must have as many
 * @param content read once for each attempt
 */
public record SandboxFile(String path, long size, Content content) {

  /** Where the bytes come from. */
  @FunctionalInterface
  public interface Content {
    /** A stream of the whole; to be closed. */
    InputStream open() throws IOException;
  }

  public SandboxFile {
    if (!isPlain(path)) {
      throw new IllegalArgumentException("\"" + path + "\" is not a path inside the folder");
    }
    if (size < 0) {
      throw new IllegalArgumentException("a file of " + size + " bytes");
    }
  }

  /** A file in memory. */
  public static SandboxFile of(String path, byte[] content) {
    byte[] copy = content.clone();
    return new SandboxFile(path, copy.length, () -> new ByteArrayInputStream(copy));
  }

  /** Whether a path names something inside the folder, in the one way to write it. */
  public static boolean isPlain(String path) {
    if (path.isEmpty() || path.length() > 1_000 || path.indexOf('\0') >= 0) {
      return false;
    }
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..") || name.length() > 255) {
        return false;
      }
    }
    return true;
  }
}
