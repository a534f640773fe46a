package dev.perdure.skills.sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The size of a page of memory. */
final class PageSize {

  private static final long USUAL = 4096;

  private PageSize() {}

  static long ofThisMachine() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/smaps"))) {
      return lines
          .filter(line -> line.startsWith("KernelPageSize:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .min()
          .orElse(USUAL);
    } catch (IOException e) {
      return USUAL;
    }
  }
}
