package dev.perdure.skills.sandbox.landlock;

import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxResult.Ending;
import dev.perdure.skills.sandbox.process.NamelessFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Measures a job's folders now and then, and what it has deleted but still has open: on a disk of
 * the host nothing else bounds them.
 */
final class DiskUse implements Function<List<Long>, Optional<Ending>> {

  private static final long EVERY_NANOS = 200_000_000L;

  private final List<Path> folders;
  private final SandboxLimits limits;
  private final NamelessFiles nameless;
  private long last = System.nanoTime();

  DiskUse(Path mount, List<Path> folders, SandboxLimits limits) {
    this.folders = folders;
    this.limits = limits;
    this.nameless = new NamelessFiles(mount, limits.fileBytes());
  }

  @Override
  public synchronized Optional<Ending> apply(List<Long> processes) {
    if (System.nanoTime() - last < EVERY_NANOS) {
      return Optional.empty();
    }
    last = System.nanoTime();
    Measure measure = new Measure();
    try {
      nameless.sizes(processes).forEach(measure::count);
      for (Path folder : folders) {
        Files.walkFileTree(folder, measure);
      }
    } catch (IOException e) {
      // What can't be measured, such as a path longer than one can be, counts as too much.
      return Optional.of(Ending.DISK_LIMIT);
    }
    return measure.tooMuch ? Optional.of(Ending.DISK_LIMIT) : Optional.empty();
  }

  private final class Measure extends SimpleFileVisitor<Path> {

    private long bytes;
    private int files;
    private boolean tooMuch;

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return count(0);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      return count(attributes.size());
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    private FileVisitResult count(long size) {
      bytes += size;
      files++;
      tooMuch = bytes > limits.diskBytes() || files > limits.files() + folders.size();
      return tooMuch ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }
  }
}
