package dev.perdure.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Random passwords, kept in files that only their owner may read. */
public final class StackSecrets {

  private StackSecrets() {}

  /** The password kept in the file; made on first use. */
  public static String password(Path file) {
    try {
      if (Files.isRegularFile(file)) {
        return Files.readString(file).strip();
      }
      byte[] bytes = new byte[24];
      new SecureRandom().nextBytes(bytes);
      String password = HexFormat.of().formatHex(bytes);
      PrivateFiles.write(file, password + "\n");
      return password;
    } catch (IOException e) {
      throw new DevStackException("Can't write to %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
