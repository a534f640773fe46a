package dev.perdure.skills.sandbox.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The folder of this process below which each job has one. */
public final class SandboxFolders implements AutoCloseable {

  private static final String PREFIX = "perdure-sandbox-";

  private final WorkerFolder base;
  private final boolean ofRoot;

  /**
   * Makes a folder below another.
   *
   * @param parent such as the folder for temporary files
   */
  public SandboxFolders(Path parent) {
    try {
      this.base = WorkerFolder.open(parent, PREFIX);
      makePassable(base.path());
      this.ofRoot = base.isOfRoot();
    } catch (IOException e) {
      throw new UncheckedIOException("No folder for the sandbox below " + parent, e);
    }
  }

  /** Whether this process is root, and so can have jobs run as other users. */
  public boolean areOfRoot() {
    return ofRoot;
  }

  /** Puts a file there that all jobs may read. */
  public Path put(String name, byte[] content) {
    try {
      Path file = Files.write(base.path().resolve(name), content);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder for one job; to be closed. */
  public JobFolder newJob() throws IOException {
    return new JobFolder(makePassable(Files.createTempDirectory(base.path(), "job-")));
  }

  /** The folders of jobs that are there at present. */
  public List<Path> jobs() {
    List<Path> jobs = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(base.path(), "job-*")) {
      found.forEach(jobs::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jobs;
  }

  @Override
  public void close() {
    base.close();
  }

  /** To pass through for whoever knows the way: the user that jobs run as has to. */
  private static Path makePassable(Path folder) throws IOException {
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }
}
