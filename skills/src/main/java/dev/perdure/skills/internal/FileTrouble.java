package dev.perdure.skills.internal;

import dev.perdure.core.error.PerdureException;
import java.io.IOException;

/** What becomes of a file that can't be read to its end. */
public final class FileTrouble {

  private FileTrouble() {}

  /** It may pass: the file was there a moment ago. */
  public static PerdureException of(IOException e) {
    return PerdureException.toolRetryable(
        "files_unavailable", "A file could not be read to its end. Try again.", null, e);
  }
}
