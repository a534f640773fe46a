package dev.perdure.skills.custom.mcp;

import dev.perdure.core.error.PerdureException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process of an operator's server. It gets of the environment what is named for it and no more;
 * what it says on standard error goes to the log. It is ended with all it has started.
 */
final class StdioProcess implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(StdioProcess.class);

  private static final int LONGEST_LOG_LINE = 2_000;
  private static final int MOST_LINES = 1_000;
  private static final int MOST_OUTGOING = 100;

  private final String name;
  private final Process process;
  private final OutputStream in;
  private final Consumer<Boolean> ended;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong waiting = new AtomicLong();

  /** What it said and nobody has read; a line without text is the end. */
  private final LinkedBlockingQueue<Line> lines = new LinkedBlockingQueue<>(MOST_LINES);

  private record Line(Optional<String> text) {}

  /** What it is told next. */
  private final LinkedBlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>(MOST_OUTGOING);

  /** A line, and whether it was written. */
  private static final class Outgoing {
    final byte[] message;
    final CompletableFuture<Boolean> written = new CompletableFuture<>();

    Outgoing(byte[] message) {
      this.message = message;
    }
  }

  private final Thread writer;

  private StdioProcess(String name, Process process, Consumer<Boolean> ended) {
    this.name = name;
    this.process = process;
    this.in = process.getOutputStream();
    this.ended = ended;
    this.writer = Thread.ofVirtual().name("mcp-in-" + name).start(this::writeAll);
    Thread.ofVirtual().name("mcp-out-" + name).start(this::readAll);
    Thread.ofVirtual().name("mcp-err-" + name).start(this::logAll);
  }

  /**
   * Starts it.
   *
   * @param ended told once when it is over, and whether it ended by itself
   */
  static StdioProcess start(StdioServer server, Consumer<Boolean> ended) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(server.command());
    builder.environment().clear();
    builder.environment().putAll(server.environment());
    if (!server.directory().isEmpty()) {
      builder.directory(new File(server.directory()));
    }
    return new StdioProcess(server.name(), builder.start(), ended);
  }

  boolean lives() {
    return process.isAlive() && !closed.get();
  }

  /**
   * Says a line, and waits for nothing.
   *
   * @return whether it was written, once that is known
   */
  CompletableFuture<Boolean> say(byte[] message) {
    Outgoing line = new Outgoing(message);
    if (!outgoing.offer(line) || closed.get()) {
      line.written.complete(false);
    }
    return line.written;
  }

  /** Says a line within the time of its use: a process that reads nothing is not waited for. */
  void write(byte[] message, McpUse use) {
    CompletableFuture<Boolean> line = say(message);
    Boolean written = use.waitFor(nanos -> within(line, nanos));
    if (written == null) {
      throw late();
    }
    if (!written) {
      throw McpFailure.doubtful("mcp_no_answer", "The MCP server's process has ended.", null);
    }
  }

  private static @Nullable Boolean within(CompletableFuture<Boolean> line, long nanos)
      throws InterruptedException {
    try {
      return line.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // it is only ever completed with a value
    }
  }

  /** The next line; empty when there will be none. */
  Optional<String> read(McpUse use) {
    Line line = use.waitFor(nanos -> lines.poll(nanos, TimeUnit.NANOSECONDS));
    if (line == null) {
      throw late();
    }
    waiting.addAndGet(-line.text().map(String::length).orElse(0));
    return line.text();
  }

  private static PerdureException late() {
    return PerdureException.outbound(
        "outbound_timeout", "The MCP server did not answer in time.", true, true, null);
  }

  private void writeAll() {
    try {
      while (!closed.get()) {
        Outgoing line = outgoing.take();
        boolean written = false;
        try {
          in.write(line.message);
          in.write('\n');
          in.flush();
          written = true;
        } finally {
          line.written.complete(written);
        }
      }
    } catch (IOException | InterruptedException e) {
      log.debug("MCP server {} can't be told anything", name);
    } finally {
      close(true);
      outgoing.forEach(line -> line.written.complete(false));
    }
  }

  private void readAll() {
    try (InputStream out = new BufferedInputStream(process.getInputStream())) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int c = out.read(); c >= 0; c = out.read()) {
        if (c != '\n') {
          line.write(c);
        } else {
          String text = line.toString(StandardCharsets.UTF_8);
          line.reset();
          if (!lines.offer(new Line(Optional.of(text)))
              || waiting.addAndGet(text.length()) > McpJson.MOST_BYTES) {
            break;
          }
        }
        if (line.size() > McpJson.MOST_BYTES) {
          break;
        }
      }
      log.debug("MCP server {} says no more", name);
    } catch (IOException e) {
      log.debug("MCP server {} can't be heard", name);
    } finally {
      close(true);
      var _ = lines.offer(new Line(Optional.empty()));
    }
  }

  private void logAll() {
    try (var err = process.errorReader(StandardCharsets.UTF_8)) {
      char[] buffer = new char[LONGEST_LOG_LINE];
      for (int n = err.read(buffer); n >= 0; n = err.read(buffer)) {
        String text = new String(buffer, 0, n).strip();
        if (!text.isEmpty()) {
          log.info("MCP server {}: {}", name, text.replaceAll("\\p{Cntrl}+", " | "));
        }
      }
    } catch (IOException e) {
      log.debug("MCP server {} can't be heard", name);
    }
  }

  @Override
  public void close() {
    close(false);
  }

  private void close(boolean byItself) {
    if (closed.compareAndSet(false, true)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      writer.interrupt();
      ended.accept(byItself);
    }
  }
}
