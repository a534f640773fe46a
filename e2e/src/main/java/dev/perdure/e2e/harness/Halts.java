package dev.perdure.e2e.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.check.Checkpoints.Point;
import dev.perdure.e2e.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Tells running processes of the product where to halt, and hears where they did. */
public final class Halts {

  private final Path folder;
  private final AtomicInteger count = new AtomicInteger();

  Halts(Path folder) {
    this.folder = folder;
  }

  /** The file that all processes look at when they pass a point. */
  Path orders() {
    return folder.resolve("halt-order.json");
  }

  /**
   * The next process that passes the point stays there.
   *
   * @param subject a part of the step's or run's id; empty for any
   */
  public Halt at(Point point, String subject) {
    return order(point, subject, true);
  }

  /** The next process that passes the point says so, and goes on. */
  public Halt noteAt(Point point, String subject) {
    return order(point, subject, false);
  }

  private Halt order(Point point, String subject, boolean stay) {
    Path marker = folder.resolve("halted-" + count.incrementAndGet() + ".json");
    Map<String, Object> order =
        Map.of(
            "point", point.name(), "subject", subject, "marker", marker.toString(), "stay", stay);
    try {
      Path text = Files.createTempFile(folder, "order", ".json");
      Files.writeString(text, Json.write(order));
      Files.move(
          text, orders(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Halt(point, marker);
  }

  /** Nobody halts any more who has not yet. */
  public void withdraw() {
    order(Point.RUN_COMMITTED, "nobody", false);
  }

  /** An order that was given. */
  public record Halt(Point point, Path marker) {

    /** Whether a process has come to the point. */
    public boolean isReached() {
      return Files.exists(marker);
    }

    /** Waits until a process has come to the point. */
    public Reached awaitReached(Duration limit) {
      Instant deadline = Instant.now().plus(limit);
      while (!Files.exists(marker)) {
        if (Instant.now().isAfter(deadline)) {
          throw new IllegalStateException("nobody came to " + point + " in " + limit);
        }
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
      try {
        JsonNode found = Json.read(Files.readString(marker));
        return new Reached(found.path("pid").asLong(), found.path("subject").asText());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Who came to the point, and with what. */
  public record Reached(long pid, String subject) {}
}
