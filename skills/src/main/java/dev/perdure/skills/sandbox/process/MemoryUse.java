package dev.perdure.skills.sandbox.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.perdure.skills.sandbox.process.ProcessTable.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The memory of a job, in bytes: that of its processes, and what the kernel holds for them (their
 * page tables, the buffers of their pipes and sockets).
 */
final class MemoryUse {

  private static final Path SOCKET_BUFFER = Path.of("/proc/sys/net/core/wmem_default");
  private static final long USUAL_BUFFER = 212_992;

  /** Nobody can set another, the filter of system calls sees to that. */
  private static final int PAGES_OF_A_PIPE = 16;

  private final long pageSize = PageSize.ofThisMachine();
  private final long ofPipe = PAGES_OF_A_PIPE * pageSize;
  private final long ofSocket;

  MemoryUse() {
    // What is in it is counted with its headers, and may pass the size by half before it is full.
    this.ofSocket = socketBuffer() * 3 / 2;
  }

  private static long socketBuffer() {
    try (InputStream file = Files.newInputStream(SOCKET_BUFFER)) {
      // At one go: whoever reads such a file by pieces is told the first one alone.
      byte[] told = new byte[32];
      int length = file.read(told);
      return Long.parseLong(new String(told, 0, Math.max(0, length), US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      return USUAL_BUFFER;
    }
  }

  /**
   * Whether processes have more.
   *
   * @param openFiles how many files each may have open
   */
  boolean exceeds(List<Entry> tree, long most, int openFiles) {
    // Cheap to ask, and never too small; the exact sum is reckoned only when that is too much.
    long atMost = 0;
    for (Entry process : tree) {
      atMost += process.residentPages() * pageSize + ProcessTable.unmappedMemory(process.id());
      atMost += ProcessTable.descriptors(process.id()).orElse(openFiles) * ofSocket;
    }
    return atMost > most && exact(tree, openFiles) > most;
  }

  private long exact(List<Entry> tree, int openFiles) {
    long sum = 0;
    Set<String> counted = new HashSet<>();
    for (Entry process : tree) {
      sum +=
          ProcessTable.proportionalMemory(process.id()).orElse(process.residentPages() * pageSize);
      sum += ProcessTable.unmappedMemory(process.id());
      sum +=
          ProcessTable.openFiles(process.id())
              .map(files -> buffers(files, counted))
              .orElse(openFiles * ofSocket);
    }
    return sum;
  }

  private long buffers(List<String> files, Set<String> counted) {
    long sum = 0;
    for (String file : files) {
      boolean socket = file.startsWith("socket:");
      if ((socket || file.startsWith("pipe:")) && counted.add(file)) {
        sum += socket ? ofSocket : ofPipe;
      }
    }
    return sum;
  }
}
