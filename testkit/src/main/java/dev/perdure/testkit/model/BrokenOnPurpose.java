package dev.perdure.testkit.model;

import java.io.IOException;

/**
 * Thrown out of a handler, so that the HTTP server drops the connection without ending the
 * response.
 */
final class BrokenOnPurpose extends IOException {
  private static final long serialVersionUID = 1L;

  BrokenOnPurpose() {
    super("cut by the script");
  }
}
