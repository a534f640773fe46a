package dev.perdure.skills.custom;

import dev.perdure.core.net.OutboundHead;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long another side asks to wait. */
public final class RetryAfter {

  private RetryAfter() {}

  /** What the header says, when it counts seconds; else null. */
  public static @Nullable Duration of(OutboundHead head) {
    return head.header("retry-after")
        .filter(text -> text.matches("\\d{1,7}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(null);
  }
}
