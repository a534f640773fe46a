package dev.perdure.devstack.supervise;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps log files small. A full one is copied to {@code name.log.1} and cut to nothing in place,
 * since the processes hold it open for appending.
 *
 * @param folder the folder of the logs
 * @param maxBytes the size at which a log is full
 */
record LogRotation(Path folder, long maxBytes) {

  void rotate() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
      for (Path log : logs) {
        if (Files.size(log) >= maxBytes) {
          Path old = log.resolveSibling(log.getFileName() + ".1");
          Files.copy(log, old, StandardCopyOption.REPLACE_EXISTING);
          try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
            file.truncate(0);
          }
        }
      }
    }
  }
}
