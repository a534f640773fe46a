package dev.perdure.skills.sandbox.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files that processes have deleted and still hold, which no folder shows. */
public final class NamelessFiles {

  private static final String DELETED = " (deleted)";

  /** Address, rights, offset, device, number, and then the path. */
  private static final int FIELDS_OF_A_MAPPING = 6;

  private final String below;
  private final long largest;

  /**
   * For files that were below a folder.
   *
   * @param largest what a file counts for whose size can't be asked, as it is mapped and not open
   */
  public NamelessFiles(Path below, long largest) {
    this.below = below + "/";
    this.largest = largest;
  }

  /**
   * Their sizes in bytes, each counted once.
   *
   * @throws IOException when a process may not be asked
   */
  public Collection<Long> sizes(List<Long> processes) throws IOException {
    Map<String, Long> sizes = new HashMap<>();
    for (long process : processes) {
      addMapped(process, sizes);
      addOpen(process, sizes);
    }
    return sizes.values();
  }

  private void addOpen(long process, Map<String, Long> sizes) throws IOException {
    List<Path> links =
        ProcessTable.openDescriptors(process)
            .orElseThrow(() -> new IOException("what " + process + " has open can't be seen"));
    for (Path link : links) {
      try {
        if (isNameless(Files.readSymbolicLink(link).toString())) {
          // The link leads to the file itself, whatever its name was.
          sizes.put(Files.getAttribute(link, "unix:ino").toString(), Files.size(link));
        }
      } catch (IOException e) {
        // It has just been closed.
      }
    }
  }

  private void addMapped(long process, Map<String, Long> sizes) {
    for (String line : ProcessTable.mappings(process)) {
      String[] fields = line.split(" +", FIELDS_OF_A_MAPPING);
      if (fields.length == FIELDS_OF_A_MAPPING && isNameless(fields[FIELDS_OF_A_MAPPING - 1])) {
        sizes.putIfAbsent(fields[FIELDS_OF_A_MAPPING - 2], largest);
      }
    }
  }

  private boolean isNameless(String path) {
    return path.startsWith(below) && path.endsWith(DELETED);
  }
}
