package dev.perdure.skills.sandbox.process;

import java.io.FilterInputStream;
import java.io.InputStream;

/** A part of a stream that goes on: closing it closes nothing. */
final class Unclosed extends FilterInputStream {

  Unclosed(InputStream in) {
    super(in);
  }

  @Override
  public void close() {
    // the next part is still to be read
  }
}
