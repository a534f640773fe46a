package dev.perdure.devstack.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** What a person sees. */
final class Terminal {

  private final PrintStream out;
  private final PrintStream err;

  Terminal(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  static Terminal standard() {
    return new Terminal(
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
  }

  /** Prints a line of the answer. */
  void line(String text) {
    out.println(text);
  }

  /** Prints text of the answer without ending the line. */
  void text(String text) {
    out.print(text);
    out.flush();
  }

  /** Prints a line about the answer, which is no part of it. */
  void note(String text) {
    err.println(text);
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
