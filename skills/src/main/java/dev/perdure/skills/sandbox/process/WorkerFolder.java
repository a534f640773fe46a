package dev.perdure.skills.sandbox.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of this process alone, in which it holds a lock as long as it lives. What processes left
 * that died is removed when the next one starts.
 */
public final class WorkerFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerFolder.class);
  private static final String LOCK = "lock";
  private static final Duration YOUNG = Duration.ofMinutes(1);
  private static final int OTHERS_WRITE = 0022;

  private final Path folder;
  private final FileChannel held;

  private WorkerFolder(Path folder, FileChannel held) {
    this.folder = folder;
    this.held = held;
  }

  /**
   * Makes one, and removes what is left of others of this user.
   *
   * @param parent may be one that everybody writes to, such as that for temporary files
   * @param prefix what the names of all such folders begin with
   */
  public static WorkerFolder open(Path parent, String prefix) throws IOException {
    Path folder = Files.createTempDirectory(parent, prefix);
    FileChannel held = openLock(folder.resolve(LOCK));
    held.lock();
    removeAbandoned(parent, prefix, folder);
    return new WorkerFolder(folder, held);
  }

  public Path path() {
    return folder;
  }

  /** Whether this process makes files as root, whatever the user is called. */
  public boolean isOfRoot() throws IOException {
    return user(folder) == 0;
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() {
    remove(folder);
    try {
      held.close();
    } catch (IOException e) {
      LOG.warn("The lock of {} could not be let go", folder, e);
    }
  }

  private static void removeAbandoned(Path parent, String prefix, Path own) throws IOException {
    int user = user(own);
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, prefix + "*")) {
      folders.forEach(found::add);
    }
    for (Path folder : found) {
      try {
        if (!folder.equals(own) && isOf(user, folder) && isAbandoned(folder.resolve(LOCK))) {
          remove(folder);
        }
      } catch (NoSuchFileException e) {
        // Somebody else has just removed it.
      }
    }
  }

  /**
   * Others may lay things down beside ours, links among them. What is this user's folder, and
   * nobody else can write to, holds what this user put there.
   */
  private static boolean isOf(int user, Path folder) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && user(folder) == user
        && (number(folder, "mode") & OTHERS_WRITE) == 0;
  }

  /** Whoever has just made one may not have locked it yet. */
  private static boolean isAbandoned(Path lock) throws IOException {
    if (!Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)
        || Files.getLastModifiedTime(lock, LinkOption.NOFOLLOW_LINKS)
            .toInstant()
            .isAfter(Instant.now().minus(YOUNG))) {
      return false;
    }
    try (FileChannel channel = openLock(lock);
        FileLock got = channel.tryLock()) {
      return got != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static FileChannel openLock(Path lock) throws IOException {
    return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static int user(Path file) throws IOException {
    return number(file, "uid");
  }

  private static int number(Path file, String attribute) throws IOException {
    return (Integer) Files.getAttribute(file, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
  }

  /** Removes a folder with all that is in it, as far as that goes; follows no links. */
  public static void remove(Path folder) {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Files.walkFileTree(folder, new Remover());
    } catch (IOException e) {
      LOG.warn("The folder can't be removed: {}", folder, e);
    }
  }

  private static final class Remover extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
