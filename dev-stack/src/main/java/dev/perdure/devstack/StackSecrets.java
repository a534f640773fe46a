package dev.perdure.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;

/** Random passwords and keys, kept in files that only their owner may read. */
public final class StackSecrets {

  private StackSecrets() {}

  /** The password kept in the file; made on first use. */
  public static String password(Path file) {
    return kept(file, 24, HexFormat.of()::formatHex);
  }

  /** The key-encryption key kept in the file, in base64; made on first use. */
  public static String encryptionKey(Path file) {
    return kept(file, 32, Base64.getEncoder()::encodeToString);
  }

  private static String kept(Path file, int length, Function<byte[], String> written) {
    try {
      if (Files.isRegularFile(file)) {
        return Files.readString(file).strip();
      }
      byte[] bytes = new byte[length];
      new SecureRandom().nextBytes(bytes);
      String password = written.apply(bytes);
      PrivateFiles.write(file, password + "\n");
      return password;
    } catch (IOException e) {
      throw new DevStackException("Can't write to %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
