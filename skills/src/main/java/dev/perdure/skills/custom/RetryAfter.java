package dev.perdure.skills.custom;

import dev.perdure.core.net.OutboundHead;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How long another side asks to wait. */
public final class RetryAfter {

  private RetryAfter() {}

  /** What the header of an answer says; null when it says nothing that can be read. */
  public static @Nullable Duration of(OutboundHead head) {
    return of(head.header("retry-after"));
  }

  /** What the header says, when it counts seconds; else null. */
  public static @Nullable Duration of(Optional<String> header) {
    return header
        .filter(text -> text.matches("\\d{1,7}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(null);
  }
}
