package dev.perdure.devstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Random passwords, kept in files that only their owner may read. */
final class StackSecrets {

  private StackSecrets() {}

  /** The password kept in the file; made on first use. */
  static String password(Path file) {
    try {
      if (Files.isRegularFile(file)) {
        return Files.readString(file).strip();
      }
      byte[] bytes = new byte[24];
      new SecureRandom().nextBytes(bytes);
      String password = HexFormat.of().formatHex(bytes);
      writePrivately(file, password + "\n");
      return password;
    } catch (IOException e) {
      throw new DevStackException("Can't write to %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Writes a file that only its owner may read, in one step. */
  static void writePrivately(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Path temporary =
        Files.createTempFile(
            file.getParent(),
            ".new-",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(temporary, text);
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
