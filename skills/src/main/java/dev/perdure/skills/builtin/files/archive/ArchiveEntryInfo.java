package dev.perdure.skills.builtin.files.archive;

/**
 * What is in an archive.
 *
 * @param name as it is written there
 */
public record ArchiveEntryInfo(String name, Kind kind) {

  /** What it is. */
  public enum Kind {
    FILE,
    FOLDER,
    /** Symbolic or hard: it would lead elsewhere. */
    LINK,
    /** A device, a pipe, a socket. */
    SPECIAL
  }
}
