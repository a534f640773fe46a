package dev.perdure.skills.builtin.files.archive;

import java.io.IOException;
import java.io.InputStream;

/** Looks at what is in an archive, one after the other. */
@FunctionalInterface
public interface ArchiveVisitor {

  /**
   * One entry.
   *
   * @param content what a file holds, counted: reading too much refuses the archive
   */
  void visit(ArchiveEntryInfo entry, InputStream content)
      throws IOException, ArchiveRefusedException;
}
