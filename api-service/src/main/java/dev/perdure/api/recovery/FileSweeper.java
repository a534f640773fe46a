package dev.perdure.api.recovery;

import dev.perdure.core.port.FileUpkeep;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges files and versions that are too old, and takes away contents that no file has: of sessions
 * that were deleted, and of uploads whose process died.
 */
public final class FileSweeper implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(FileSweeper.class);

  private final FileUpkeep files;

  public FileSweeper(FileUpkeep files) {
    this.files = files;
  }

  @Override
  public void run() {
    int swept = files.sweep();
    if (swept > 0) {
      LOG.debug("{} contents of files were taken away", swept);
    }
  }
}
