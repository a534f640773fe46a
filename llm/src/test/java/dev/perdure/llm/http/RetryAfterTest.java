package dev.perdure.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

  @Test
  void readsSecondsMillisecondsAndDates() {
    assertThat(read("retry-after", "7")).contains(Duration.ofSeconds(7));
    assertThat(read("retry-after", " 0.25 ")).contains(Duration.ofMillis(250));
    assertThat(read("retry-after-ms", "1500")).contains(Duration.ofMillis(1500));
    assertThat(read("retry-after", "Sun, 22 Nov 2026 12:00:30 GMT"))
        .contains(Duration.ofSeconds(30));
    assertThat(read("retry-after", "Sun, 22 Nov 2026 11:00:00 GMT")).contains(Duration.ZERO);
  }

  @Test
  void prefersTheFinerHeader() {
    var headers =
        HttpHeaders.of(
            Map.of("Retry-After", List.of("2"), "retry-after-ms", List.of("1200")),
            (name, value) -> true);
    assertThat(RetryAfter.read(headers, CLOCK)).contains(Duration.ofMillis(1200));
  }

  @Test
  void leavesOutWhatMakesNoSense() {
    assertThat(read("retry-after", "-3")).isEmpty();
    assertThat(read("retry-after", "soon")).isEmpty();
    assertThat(read("retry-after", "NaN")).isEmpty();
    assertThat(read("x-other", "3")).isEmpty();
  }

  private static Optional<Duration> read(String name, String value) {
    var headers = HttpHeaders.of(Map.of(name, List.of(value)), (n, v) -> true);
    return RetryAfter.read(headers, CLOCK);
  }
}
