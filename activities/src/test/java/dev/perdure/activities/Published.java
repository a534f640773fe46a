package dev.perdure.activities;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.event.RunEvent;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.run.RunRef;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Notes what is published before handing it on. */
final class Published implements LivePublisher {

  final List<Object> all = new CopyOnWriteArrayList<>();
  private final LivePublisher next;

  Published(LivePublisher next) {
    this.next = next;
  }

  @Override
  public void events(List<LoggedEvent> events) {
    events.forEach(event -> all.add(event.event()));
    next.events(events);
  }

  @Override
  public void delta(RunRef run, Delta delta) {
    all.add(delta);
    next.delta(run, delta);
  }

  @Override
  public void output(RunRef run, OutputDelta output) {
    all.add(output);
    next.output(run, output);
  }

  List<OutputDelta> outputs() {
    return all.stream().filter(OutputDelta.class::isInstance).map(OutputDelta.class::cast).toList();
  }

  /** The names of what was published, one for deltas in a row. */
  List<String> names() {
    return all.stream()
        .map(Object::getClass)
        .map(Class::getSimpleName)
        .collect(
            Collectors.collectingAndThen(
                Collectors.toList(),
                names -> {
                  for (int i = names.size() - 1; i > 0; i--) {
                    if (names.get(i).equals(names.get(i - 1))) {
                      names.remove(i);
                    }
                  }
                  return names;
                }));
  }

  List<Delta> deltas() {
    return all.stream().filter(Delta.class::isInstance).map(Delta.class::cast).toList();
  }

  <T extends RunEvent> List<T> events(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
