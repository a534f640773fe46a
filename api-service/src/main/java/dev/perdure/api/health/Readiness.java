package dev.perdure.api.health;

import dev.perdure.api.health.ReadinessReport.PartReport;
import io.dropwizard.lifecycle.Managed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Looks at every part at once, each with a time limit. A fresh report serves for a moment. */
public final class Readiness implements Managed {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration FRESH = Duration.ofMillis(500);

  private final List<Part> parts;
  private final ExecutorService executor =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("readiness-", 0).factory());
  private @Nullable ReadinessReport last;
  private long lastAt;

  public Readiness(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** How the parts are. */
  public synchronized ReadinessReport report() {
    ReadinessReport known = last;
    if (known != null && System.nanoTime() - lastAt < FRESH.toNanos()) {
      return known;
    }
    ReadinessReport report = look();
    last = report;
    lastAt = System.nanoTime();
    return report;
  }

  @Override
  public void stop() {
    executor.shutdownNow();
  }

  private ReadinessReport look() {
    Map<Part, CompletableFuture<PartReport>> looking = new LinkedHashMap<>();
    for (Part part : parts) {
      looking.put(part, CompletableFuture.supplyAsync(() -> look(part), executor));
    }
    Map<String, PartReport> reports = new LinkedHashMap<>();
    boolean requiredDown = false;
    boolean anyDown = false;
    for (Map.Entry<Part, CompletableFuture<PartReport>> entry : looking.entrySet()) {
      PartReport report = await(entry.getValue());
      reports.put(entry.getKey().name(), report);
      anyDown |= !report.up();
      requiredDown |= !report.up() && entry.getKey().required();
    }
    return new ReadinessReport(
        requiredDown ? "not_ready" : anyDown ? "degraded" : "ready", reports);
  }

  private static PartReport look(Part part) {
    long begun = System.nanoTime();
    try {
      part.probe().run(LIMIT);
      return PartReport.up(millisSince(begun), part.detail().get());
    } catch (Exception e) {
      String message = e.getMessage();
      return PartReport.down(
          millisSince(begun), message == null ? e.getClass().getSimpleName() : message);
    }
  }

  private static PartReport await(CompletableFuture<PartReport> looking) {
    try {
      return looking.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      looking.cancel(true);
      return PartReport.down(LIMIT.toMillis(), "no answer within " + LIMIT.toSeconds() + " s");
    } catch (ExecutionException e) {
      return PartReport.down(0, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return PartReport.down(0, "interrupted");
    }
  }

  private static long millisSince(long begun) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }
}
