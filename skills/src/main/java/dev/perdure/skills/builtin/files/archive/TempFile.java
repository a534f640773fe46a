package dev.perdure.skills.builtin.files.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of this machine for the time of one call. */
public record TempFile(Path path) implements AutoCloseable {

  /** An empty one. */
  public static TempFile create() throws IOException {
    return new TempFile(Files.createTempFile("perdure-archive-", ".tmp"));
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(path);
  }
}
