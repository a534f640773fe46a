package dev.perdure.skills.sandbox.quickjs;

import io.roastedroot.quickjs4j.core.Engine;
import io.roastedroot.quickjs4j.core.GuestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the other JVM does: runs one program, with a clock beside it, no longer than the worker. */
public final class QuickJsProgram {

  private static final int KILLED = 137;

  private QuickJsProgram() {}

  /**
   * Runs a program.
   *
   * @param arguments the program's file, the file for the exit code, and the time in milliseconds
   */
  public static void main(String[] arguments) throws IOException {
    Path status = Path.of(arguments[1]);
    long millis = Long.parseLong(arguments[2]);
    Thread.ofPlatform().daemon().start(() -> endLater(status, millis));
    Thread.ofPlatform().daemon().start(QuickJsProgram::endWithTheWorker);
    end(status, run(Files.readString(Path.of(arguments[0]))));
  }

  @SuppressWarnings("SystemOut") // This is the program's output.
  private static int run(String code) {
    try (Engine engine =
        Engine.builder()
            .withStdout(new Forwarded(System.out))
            .withStderr(new Forwarded(System.err))
            .build()) {
      engine.exec(engine.compile(code));
      return 0;
    } catch (GuestException e) {
      System.err.println(e.getMessage());
      return 1;
    } catch (OutOfMemoryError e) {
      System.err.println("out of memory");
      return 1;
    } catch (RuntimeException e) {
      System.err.println(e);
      return 1;
    }
  }

  private static void endLater(Path status, long millis) {
    try {
      Thread.sleep(millis);
      end(status, KILLED);
    } catch (InterruptedException | IOException e) {
      Runtime.getRuntime().halt(1);
    }
  }

  /** The worker holds the other end of this input as long as it lives. */
  private static void endWithTheWorker() {
    try {
      while (System.in.read() >= 0) {
        // It never says anything.
      }
    } catch (IOException e) {
      // The same as the end.
    }
    Runtime.getRuntime().halt(1);
  }

  private static synchronized void end(Path status, int code) throws IOException {
    Files.writeString(status, Integer.toString(code));
    System.out.flush();
    Runtime.getRuntime().halt(0);
  }

  /** Hands on what is written rather than keep it. */
  private static final class Forwarded extends ByteArrayOutputStream {

    private final PrintStream to;

    Forwarded(PrintStream to) {
      this.to = to;
    }

    @Override
    public synchronized void write(int one) {
      to.write(one);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
      to.write(bytes, offset, length);
      to.flush();
    }
  }
}
