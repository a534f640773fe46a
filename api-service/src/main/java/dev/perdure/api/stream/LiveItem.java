package dev.perdure.api.stream;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import java.util.List;

/** What a session's feed hands to its readers. */
sealed interface LiveItem {

  record Events(List<LoggedEvent> events) implements LiveItem {}

  record Text(Delta delta) implements LiveItem {}

  record Output(OutputDelta output) implements LiveItem {}
}
