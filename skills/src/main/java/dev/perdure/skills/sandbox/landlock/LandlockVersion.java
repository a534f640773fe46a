package dev.perdure.skills.sandbox.landlock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Asks the kernel for the version of its Landlock. */
final class LandlockVersion {

  private static final String ASK =
      "import ctypes; print(ctypes.CDLL(None).syscall(ctypes.c_long(444), None,"
          + " ctypes.c_size_t(0), 1))";

  private LandlockVersion() {}

  /** The version; 0 or less when it has none. */
  static int ofThisMachine(Path python) {
    try {
      Process asking =
          new ProcessBuilder(List.of(python.toString(), "-I", "-c", ASK))
              .redirectErrorStream(true)
              .start();
      try (var answer = asking.getInputStream()) {
        String said = new String(answer.readAllBytes(), StandardCharsets.UTF_8).strip();
        return said.matches("-?\\d+") ? Integer.parseInt(said) : 0;
      }
    } catch (IOException e) {
      return 0;
    }
  }
}
