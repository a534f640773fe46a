package dev.perdure.skills.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of this process below which each job has one. What processes left that died is removed
 * when the next one starts: whoever lives holds the lock in its folder.
 */
public final class SandboxFolders implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxFolders.class);
  private static final String PREFIX = "perdure-sandbox-";
  private static final String LOCK = "lock";

  private final Path base;
  private final FileChannel held;

  /**
   * Makes a folder below another.
   *
   * @param parent such as the folder for temporary files
   */
  public SandboxFolders(Path parent) {
    try {
      removeAbandoned(parent);
      this.base = makePassable(Files.createTempDirectory(parent, PREFIX));
      this.held = open(base.resolve(LOCK));
      held.lock();
    } catch (IOException e) {
      throw new UncheckedIOException("No folder for the sandbox below " + parent, e);
    }
  }

  /** Puts a file there that all jobs may read. */
  public Path put(String name, byte[] content) {
    try {
      Path file = Files.write(base.resolve(name), content);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder for one job; to be closed. */
  public JobFolder newJob() throws IOException {
    return new JobFolder(makePassable(Files.createTempDirectory(base, "job-")));
  }

  /** The folders of jobs that are there at present. */
  public List<Path> jobs() {
    return children(base, "job-*");
  }

  @Override
  public void close() {
    JobFolder.remove(base);
    try {
      held.close();
    } catch (IOException e) {
      LOG.warn("The lock of {} could not be let go", base, e);
    }
  }

  /** To pass through for whoever knows the way: the user that jobs run as has to. */
  private static Path makePassable(Path folder) throws IOException {
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  private static void removeAbandoned(Path parent) throws IOException {
    for (Path folder : children(parent, PREFIX + "*")) {
      Path lock = folder.resolve(LOCK);
      if (Files.isWritable(folder) && Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS)) {
        boolean abandoned;
        try (FileChannel channel = open(lock);
            FileLock got = channel.tryLock()) {
          abandoned = got != null;
        } catch (OverlappingFileLockException e) {
          abandoned = false;
        }
        if (abandoned) {
          JobFolder.remove(folder);
        }
      }
    }
  }

  private static FileChannel open(Path lock) throws IOException {
    return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static List<Path> children(Path folder, String pattern) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      found.forEach(children::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return children;
  }
}
