package dev.perdure.testkit.recorder;

import dev.perdure.testkit.RecorderFault;
import dev.perdure.testkit.RecorderFault.When;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults still to come, in order. Safe for use by many threads. */
final class Faults {
  private final List<RecorderFault> faults = new ArrayList<>();

  synchronized void add(List<RecorderFault> more) {
    faults.addAll(more);
  }

  synchronized void clear() {
    faults.clear();
  }

  /** The first fault that is for this key at this point; it has one use less from now on. */
  synchronized Optional<RecorderFault> take(When when, String key) {
    for (int i = 0; i < faults.size(); i++) {
      RecorderFault fault = faults.get(i);
      String contains = fault.contains();
      if (fault.when() == when && (contains == null || key.contains(contains))) {
        use(i, fault);
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  private void use(int index, RecorderFault fault) {
    int times = fault.times() == null ? 1 : fault.times();
    if (times == 1) {
      faults.remove(index);
    } else if (times > 1) {
      faults.set(index, fault.times(times - 1));
    }
  }
}
