package dev.perdure.testkit.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.check.Checkpoints;
import dev.perdure.testkit.internal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Stops the first thread, of all processes that share the marker file, which reaches a named point;
 * so that a test can end that process exactly there. Told by environment variables: {@value #AT} is
 * a {@link Point}, {@value #FILE} the marker file, {@value #SUBJECT} (optional) a part of the
 * subject. The marker holds {@code {"pid", "point", "subject"}}. Without them nothing happens.
 *
 * <p>Or {@value #ORDERS} names a file that may come and change while the process runs: {@code
 * {"point", "subject", "marker", "stay"}}, looked at whenever a point is reached. Without {@code
 * stay} the marker is made and the thread goes on.
 */
public final class HaltingCheckpoints implements Checkpoints {
  public static final String AT = "PERDURE_TEST_HALT_AT";
  public static final String FILE = "PERDURE_TEST_HALT_FILE";
  public static final String SUBJECT = "PERDURE_TEST_HALT_SUBJECT";

  public static final String ORDERS = "PERDURE_TEST_HALT_ORDERS";

  private final Optional<Halt> halt;
  private final Optional<Path> orders;

  private record Halt(Point point, Path marker, String subject, boolean stay) {
    boolean isFor(Point reached, String what) {
      return point == reached && what.contains(subject);
    }
  }

  /** For {@link java.util.ServiceLoader}: takes point and marker from the environment. */
  public HaltingCheckpoints() {
    this(System.getenv());
  }

  HaltingCheckpoints(Map<String, String> environment) {
    String at = environment.get(AT);
    String file = environment.get(FILE);
    this.halt =
        at == null || at.isEmpty() || file == null
            ? Optional.empty()
            : Optional.of(
                new Halt(
                    Point.valueOf(at.toUpperCase(Locale.ROOT)),
                    Path.of(file),
                    environment.getOrDefault(SUBJECT, ""),
                    true));
    this.orders = Optional.ofNullable(environment.get(ORDERS)).map(Path::of);
  }

  @Override
  public void reached(Point point, String subject) {
    Optional<Halt> due =
        halt.or(this::ordered)
            .filter(h -> h.isFor(point, subject) && mark(h.marker(), point, subject));
    if (due.isPresent() && due.get().stay()) {
      stayHere();
    }
  }

  private Optional<Halt> ordered() {
    if (orders.isEmpty() || !Files.exists(orders.get())) {
      return Optional.empty();
    }
    try {
      JsonNode order = Json.read(Files.readString(orders.get()));
      return Optional.of(
          new Halt(
              Point.valueOf(order.path("point").asText()),
              Path.of(order.path("marker").asText()),
              order.path("subject").asText(),
              order.path("stay").asBoolean()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** True if this call made the marker. A link appears with its content, and only once. */
  private static boolean mark(Path marker, Point point, String subject) {
    if (Files.exists(marker)) {
      return false;
    }
    try {
      Path text = Files.createTempFile(marker.toAbsolutePath().getParent(), "halt", ".json");
      try {
        var content =
            Map.of("pid", ProcessHandle.current().pid(), "point", point, "subject", subject);
        Files.writeString(text, Json.write(content));
        Files.createLink(marker, text);
        return true;
      } catch (FileAlreadyExistsException e) {
        return false;
      } finally {
        Files.delete(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stayHere() {
    var never = new CountDownLatch(1);
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException e) {
        // a halted thread listens to nobody: only the end of the process ends it
      }
    }
  }
}
