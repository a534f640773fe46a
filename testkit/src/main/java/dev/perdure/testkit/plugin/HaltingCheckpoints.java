package dev.perdure.testkit.plugin;

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
 */
public final class HaltingCheckpoints implements Checkpoints {
  public static final String AT = "PERDURE_TEST_HALT_AT";
  public static final String FILE = "PERDURE_TEST_HALT_FILE";
  public static final String SUBJECT = "PERDURE_TEST_HALT_SUBJECT";

  private final Optional<Halt> halt;

  private record Halt(Point point, Path marker, String subject) {}

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
                    environment.getOrDefault(SUBJECT, "")));
  }

  @Override
  public void reached(Point point, String subject) {
    if (halt.isPresent()
        && halt.get().point() == point
        && subject.contains(halt.get().subject())
        && mark(halt.get().marker(), point, subject)) {
      stayHere();
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
