package dev.perdure.skills.builtin.data.child;

import dev.perdure.skills.builtin.data.wire.Request;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Runs one query: reads a {@link Request} from standard input, answers with lines of JSON on
 * standard output, and ends. It ends as well when its input ends, for then nobody waits for it, and
 * some time after its query should have.
 */
public final class QueryProcess {

  /** Deeply nested queries use the stack of native code. */
  private static final long STACK = 64L * 1024 * 1024;

  /** The worker ends it sooner; this is for when the worker hangs. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** How it ends where DuckDB's library can't be loaded. */
  public static final int NO_LIBRARY = 5;

  private QueryProcess() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    InputStream in = System.in;
    Request request = Request.read(in);
    Stop stop = new Stop();
    daemon("starter-gone", () -> stop.whenEnded(in));
    daemon("too-late", () -> stop.after(request.bounds().time().plus(GRACE)));
    Thread query = new Thread(null, () -> run(request, out, stop), "query", STACK);
    query.start();
    query.join();
    Runtime.getRuntime().halt(1);
  }

  private static void run(Request request, OutputStream out, Stop stop) {
    try (Replies replies = new Replies(out, request.bounds().resultBytes())) {
      switch (request) {
        case Request.OfFiles files -> new FileQuery(files, replies).run();
        case Request.OfDatabase database -> new DatabaseQuery(database, replies, stop).run();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (LinkageError e) {
      Runtime.getRuntime().halt(NO_LIBRARY);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void daemon(String name, Runnable work) {
    Thread.ofPlatform().daemon().name(name).start(work);
  }
}
