package dev.perdure.skills.builtin.files.archive;

/** An archive is not taken apart; the message says why, for people and models. */
public final class ArchiveRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  public ArchiveRefusedException(String message) {
    super(message);
  }
}
