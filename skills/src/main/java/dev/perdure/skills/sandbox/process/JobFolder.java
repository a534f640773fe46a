package dev.perdure.skills.sandbox.process;

import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxJob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/** The folder of one job on the host. The job itself never sees it. */
public final class JobFolder implements AutoCloseable {

  private final Path folder;

  JobFolder(Path folder) {
    this.folder = folder;
  }

  /** Lays down what the job is made of: its program, its input, and its files in an archive. */
  void fill(SandboxJob job) throws IOException {
    Files.write(folder.resolve("program"), job.code().getBytes(StandardCharsets.UTF_8));
    Files.write(stdin(), job.stdin().getBytes(StandardCharsets.UTF_8));
    Files.createFile(outputArchive());
    Files.createFile(status());
    Files.createDirectory(mount());
    Path brought = Files.createFile(folder.resolve("in.tar"));
    if (!job.files().isEmpty()) {
      InputArchive.write(job.files(), brought);
    }
  }

  /** Lays the job's files down in a folder that nobody else can change yet. */
  public void unpack(SandboxJob job, Path into) throws IOException {
    for (SandboxFile file : job.files()) {
      Path path = into.resolve(file.path());
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
      try (InputStream content = file.content().open()) {
        Files.copy(content, path);
      }
      Files.setLastModifiedTime(path, FileTime.from(InputArchive.UNCHANGED));
    }
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
  public Path status() {
    return folder.resolve("status");
  }

  /** The exit code that the keeper wrote down; -1 when it didn't come to it. */
  public int exitCode() throws IOException {
    String said = Files.readString(status(), StandardCharsets.UTF_8).strip();
    return said.isEmpty() ? -1 : Integer.parseInt(said);
  }

  @Override
  public void close() {
    WorkerFolder.remove(folder);
  }
}
