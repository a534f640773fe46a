package dev.perdure.skills.sandbox.process;

import dev.perdure.core.sandbox.SandboxJob;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of one job on the host. The job itself never sees it. */
public final class JobFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JobFolder.class);

  private final Path folder;

  JobFolder(Path folder) {
    this.folder = folder;
  }

  /** Lays down what the job is made of: its program, its input, and its files in an archive. */
  public void fill(SandboxJob job) throws IOException {
    Files.writeString(folder.resolve("program"), job.code());
    Files.writeString(stdin(), job.stdin());
    Files.createFile(outputArchive());
    Files.createFile(status());
    Files.createDirectory(mount());
    InputArchive.write(job.files(), folder.resolve("in.tar"));
  }

  public Path path() {
    return folder;
  }

  public Path stdin() {
    return folder.resolve("stdin");
  }

  /** Where a file system for the job's files is mounted, seen by the job's keeper alone. */
  public Path mount() {
    return folder.resolve("mnt");
  }

  /** Where the keeper puts the files that are left, when the job has ended. */
  public Path outputArchive() {
    return folder.resolve("out.tar");
  }

  /** What the keeper says of the end. */
  Path status() {
    return folder.resolve("status");
  }

  /** The exit code that the keeper wrote down; -1 when it didn't come to it. */
  public int exitCode() throws IOException {
    String said = Files.readString(status(), StandardCharsets.UTF_8).strip();
    return said.isEmpty() ? -1 : Integer.parseInt(said);
  }

  @Override
  public void close() {
    remove(folder);
  }

  /** Removes a folder with all that is in it, as far as that goes; follows no links. */
  static void remove(Path folder) {
    try {
      Files.walkFileTree(folder, new Remover());
    } catch (IOException e) {
      LOG.warn("The folder of a sandbox can't be removed: {}", folder, e);
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
