package dev.perdure.devstack.supervise;

import dev.perdure.devstack.DevStackException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets only one supervisor work on a folder. The operating system frees it when the holder dies.
 */
public final class SupervisorLock implements AutoCloseable {

  private final FileChannel channel;

  private SupervisorLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock, or nothing when another process has it. */
  public static Optional<SupervisorLock> tryTake(Path runFolder) {
    try {
      Files.createDirectories(runFolder);
      FileChannel channel =
          FileChannel.open(
              runFolder.resolve("supervisor.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        return Optional.empty();
      }
      return Optional.of(new SupervisorLock(channel));
    } catch (IOException e) {
      throw new DevStackException(
          "Can't write to %s: %s. Free some disk space, or run ./perdure as the user that made it."
              .formatted(runFolder, e.getMessage()),
          e);
    }
  }

  /** Whether a supervisor works on the folder. */
  public static boolean isTaken(Path runFolder) {
    if (!Files.exists(runFolder.resolve("supervisor.lock"))) {
      return false;
    }
    Optional<SupervisorLock> lock = tryTake(runFolder);
    lock.ifPresent(SupervisorLock::close);
    return lock.isEmpty();
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
