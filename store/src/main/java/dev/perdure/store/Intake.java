package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.tika.Tika;

/** Looks at a content as it comes in: its size, its hash, and what it begins with. */
final class Intake extends FilterInputStream {

  /** What is looked at to tell the type. */
  private static final int HEAD = 64 << 10;

  private final MessageDigest digest;
  private final long most;
  private final byte[] head = new byte[HEAD];
  private int headBytes;
  private long bytes;

  /**
   * @param most how many bytes there may be
   */
  Intake(InputStream content, long most) {
    super(content);
    this.most = most;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (count <= 0) {
      return count;
    }
    bytes += count;
    if (bytes > most) {
      throw PerdureException.invalid(
          "file_too_large", "A file may have " + most + " bytes at most.", null);
    }
    digest.update(buffer, offset, count);
    int kept = Math.min(count, HEAD - headBytes);
    System.arraycopy(buffer, offset, head, headBytes, kept);
    headBytes += kept;
    return count;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  long bytes() {
    return bytes;
  }

  /** In hex; asked for once, at the end. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The type as the content says, with the name's help. */
  String mediaType(Tika tika, String name) {
    return tika.detect(Arrays.copyOf(head, headBytes), name);
  }
}
