package dev.perdure.devstack.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file. */
public final class LogTail {

  private LogTail() {}

  /** The last line that is not blank, or a remark when there is none. */
  public static String lastLine(Path log) {
    List<String> lines = lines(log, 1);
    return lines.isEmpty() ? "(nothing)" : lines.getLast();
  }

  /** Up to {@code count} lines from the end, blank ones left out. */
  public static List<String> lines(Path log, int count) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long length = Math.min(file.length(), 512L * count + 8192);
      byte[] bytes = new byte[(int) length];
      file.seek(file.length() - length);
      file.readFully(bytes);
      List<String> lines =
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    } catch (IOException e) {
      return List.of();
    }
  }
}
