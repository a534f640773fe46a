package dev.perdure.memory;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.port.LiveSubscriber;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Writes down what it hears. */
class Heard implements LiveSubscriber.Listener {

  /** {@link LoggedEvent}s and {@link Delta}s in the order they came. */
  final List<Object> all = new CopyOnWriteArrayList<>();

  final AtomicInteger gaps = new AtomicInteger();

  @Override
  public void events(List<LoggedEvent> events) {
    all.addAll(events);
  }

  @Override
  public void delta(Delta delta) {
    all.add(delta);
  }

  @Override
  public void output(OutputDelta output) {
    all.add(output);
  }

  @Override
  public void gap() {
    gaps.incrementAndGet();
  }

  List<Long> positions() {
    return all.stream()
        .filter(LoggedEvent.class::isInstance)
        .map(event -> ((LoggedEvent) event).pos())
        .toList();
  }

  /** The text of all deltas, one after the other. */
  String text() {
    return all.stream()
        .filter(Delta.class::isInstance)
        .map(delta -> ((Delta) delta).text())
        .collect(Collectors.joining());
  }
}
