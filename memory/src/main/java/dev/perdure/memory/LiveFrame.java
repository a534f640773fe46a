package dev.perdure.memory;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What travels on a session's channel: committed events, or a piece of text, or of output. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LiveFrame(
    @Nullable List<LoggedEvent> events, @Nullable Delta delta, @Nullable OutputDelta output) {

  static LiveFrame of(List<LoggedEvent> events) {
    return new LiveFrame(List.copyOf(events), null, null);
  }

  static LiveFrame of(Delta delta) {
    return new LiveFrame(null, delta, null);
  }

  static LiveFrame of(OutputDelta output) {
    return new LiveFrame(null, null, output);
  }
}
