package dev.perdure.skills.builtin.files.archive;

/** An archive is not taken apart; the message is for the model. */
final class ArchiveRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  ArchiveRefusedException(String message) {
    super(message);
  }
}
