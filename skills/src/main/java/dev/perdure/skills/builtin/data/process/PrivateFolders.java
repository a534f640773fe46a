package dev.perdure.skills.builtin.data.process;

import dev.perdure.skills.sandbox.process.WorkerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Folders that last as long as a query, in one that lasts as long as the worker. */
public final class PrivateFolders implements AutoCloseable {

  private static final String PREFIX = "worker-";

  private final WorkerFolder own;

  private PrivateFolders(WorkerFolder own) {
    this.own = own;
  }

  /**
   * Wipes what is left of others, and makes a folder of one's own.
   *
   * @param root shared by all workers of the machine that run as the same user
   */
  public static PrivateFolders open(Path root) throws IOException {
    if (Files.notExists(root, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(Objects.requireNonNull(root.toAbsolutePath().getParent()));
      directory(root);
    }
    WorkerFolder own = WorkerFolder.open(root, PREFIX);
    // In a folder that everybody writes to, somebody else may have been there first.
    if (!Files.getOwner(root, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own.path()))) {
      own.close();
      throw new IOException(root + " is somebody else's");
    }
    return new PrivateFolders(own);
  }

  /** Where things are that last as long as the worker. */
  public Path root() {
    return own.path();
  }

  /** Makes the folder of a query, with {@code files}, {@code spill} and {@code out} in it. */
  public Path create() throws IOException {
    Path folder = directory(root().resolve(UUID.randomUUID().toString()));
    for (String name : List.of("files", "spill", "out")) {
      directory(folder.resolve(name));
    }
    return folder;
  }

  @Override
  public void close() {
    own.close();
  }

  private static Path directory(Path path) throws IOException {
    return Files.createDirectory(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }
}
