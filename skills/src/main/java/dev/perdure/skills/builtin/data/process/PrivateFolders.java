package dev.perdure.skills.builtin.data.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Folders that last as long as a query. All of one worker are in one folder, which it holds a lock
 * of; the lock of a worker that was killed is free, and what it left is wiped by the next to start.
 */
public final class PrivateFolders implements AutoCloseable {

  private static final String LOCK = ".lock";
  private static final int TRIES = 1_000;
  private static final long PAUSE_NANOS = 10_000_000;

  private final Path own;
  private final FileChannel lock;

  private PrivateFolders(Path own, FileChannel lock) {
    this.own = own;
    this.lock = lock;
  }

  /**
   * Wipes what is left of others, and makes a folder of one's own.
   *
   * @param root shared by all workers of the machine that run as the same user
   */
  public static PrivateFolders open(Path root) throws IOException {
    makeOwn(root);
    try (FileChannel gate = channel(root.resolve(LOCK))) {
      FileLock held = waitFor(gate);
      try {
        sweep(root);
        Path own = directory(root.resolve(UUID.randomUUID().toString()));
        FileChannel lock = channel(own.resolve(LOCK));
        waitFor(lock);
        return new PrivateFolders(own, lock);
      } finally {
        held.release();
      }
    }
  }

  /** Where things are that last as long as the worker. */
  public Path root() {
    return own;
  }

  /** Makes the folder of a query, with {@code files}, {@code spill} and {@code out} in it. */
  public Path create() throws IOException {
    Path folder = directory(own.resolve(UUID.randomUUID().toString()));
    for (String name : List.of("files", "spill", "out")) {
      directory(folder.resolve(name));
    }
    return folder;
  }

  /** Deletes a folder with all in it, following no link. */
  public static void wipe(Path folder) throws IOException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path done, @Nullable IOException failure)
              throws IOException {
            Files.deleteIfExists(done);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    lock.close();
    wipe(own);
  }

  private static void sweep(Path root) throws IOException {
    List<Path> folders;
    try (Stream<Path> found = Files.list(root)) {
      folders = found.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    for (Path folder : folders) {
      if (abandoned(folder.resolve(LOCK))) {
        wipe(folder);
      }
    }
  }

  private static boolean abandoned(Path lockFile) throws IOException {
    if (Files.notExists(lockFile)) {
      return true; // its maker died between the folder and the lock: nobody else is at the gate
    }
    try (FileChannel channel = channel(lockFile)) {
      FileLock free = channel.tryLock();
      return free != null;
    } catch (OverlappingFileLockException e) {
      return false; // this very process holds it
    }
  }

  private static FileLock waitFor(FileChannel channel) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException e) {
        // another thread of this process is at it
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    throw new IOException("somebody holds the lock of the temporary folder");
  }

  /** In a folder that everybody writes to, somebody else may have been there first. */
  private static void makeOwn(Path root) throws IOException {
    if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(root.toAbsolutePath().getParent());
      directory(root);
    }
    Path probe = Files.createTempFile(root, "owner", "");
    boolean mine =
        Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)
            && Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(probe));
    Files.delete(probe);
    if (!mine) {
      throw new IOException(root + " is somebody else's");
    }
  }

  private static Path directory(Path path) throws IOException {
    return Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  private static FileChannel channel(Path path) throws IOException {
    return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }
}
