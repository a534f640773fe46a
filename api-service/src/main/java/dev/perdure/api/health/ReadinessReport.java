package dev.perdure.api.health;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the parts are.
 *
 * @param status {@code ready}, {@code degraded} (ready, but without a part it can do without) or
 *     {@code not_ready}
 */
public record ReadinessReport(String status, Map<String, PartReport> parts) {

  public ReadinessReport {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /** Whether requests or work may come. */
  @com.fasterxml.jackson.annotation.JsonIgnore
  public boolean isReady() {
    return !status.equals("not_ready");
  }

  /**
   * How one part is.
   *
   * @param status {@code up} or {@code down}
   * @param millis how long looking took
   * @param detail what it is, where there are several kinds
   */
  public record PartReport(
      String status, long millis, @Nullable String reason, @Nullable String detail) {

    static PartReport up(long millis, String detail) {
      return new PartReport("up", millis, null, detail.isEmpty() ? null : detail);
    }

    static PartReport down(long millis, String reason) {
      return new PartReport("down", millis, reason, null);
    }

    boolean up() {
      return status.equals("up");
    }
  }
}
