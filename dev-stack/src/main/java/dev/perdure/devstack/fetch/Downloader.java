package dev.perdure.devstack.fetch;

import java.io.IOException;
import java.nio.file.Path;

/** Gets a package's file from its registry. */
@FunctionalInterface
interface Downloader {

  /**
   * Downloads one file into the folder.
   *
   * @throws dev.perdure.devstack.DevStackException with a line that says what went wrong
   */
  void download(Artifact artifact, Platform platform, Path folder)
      throws IOException, InterruptedException;
}
