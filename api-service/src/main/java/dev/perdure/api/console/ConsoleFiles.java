package dev.perdure.api.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The files of the console's folder by the address they are served at. Only what was found when the
 * folder was listed is ever read: no address can lead out of it.
 */
final class ConsoleFiles {

  private final Map<String, Path> byAddress;
  private final Map<String, ConsoleFile> read = new ConcurrentHashMap<>();

  private ConsoleFiles(Map<String, Path> byAddress) {
    this.byAddress = Map.copyOf(byAddress);
  }

  /** Lists the folder; a folder that is not there is an empty console. */
  static ConsoleFiles list(Path folder) throws IOException {
    Map<String, Path> found = new HashMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files
            .filter(Files::isRegularFile)
            .forEach(file -> put(found, folder.relativize(file), file));
      }
    }
    return new ConsoleFiles(found);
  }

  boolean isEmpty() {
    return byAddress.isEmpty();
  }

  /** The file at an address such as {@code /}, {@code /runs}, {@code /runs/} or {@code /a.js}. */
  Optional<ConsoleFile> at(String address) throws IOException {
    Path file = byAddress.get(address);
    if (file == null) {
      return Optional.empty();
    }
    ConsoleFile known = read.get(address);
    if (known == null) {
      known = ConsoleFile.read(file, address);
      read.put(address, known);
    }
    return Optional.of(known);
  }

  private static void put(Map<String, Path> found, Path relative, Path file) {
    StringBuilder address = new StringBuilder();
    relative.forEach(part -> address.append('/').append(part));
    String exact = address.toString();
    found.put(exact, file);
    if (exact.endsWith("/index.html")) {
      String folder = exact.substring(0, exact.length() - "index.html".length());
      found.put(folder, file);
      if (folder.length() > 1) {
        found.put(folder.substring(0, folder.length() - 1), file);
      }
    } else if (exact.endsWith(".html")) {
      found.putIfAbsent(exact.substring(0, exact.length() - ".html".length()), file);
    }
  }
}
