package dev.perdure.memory;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.port.LiveSubscriber.Listener;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session that somebody in this process listens to. */
final class Channel {

  private static final Logger log = LoggerFactory.getLogger(Channel.class);

  private final String name;
  private final OrgId orgId;
  private final UUID sessionId;
  private final Sealing sealing;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final CountDownLatch confirmed = new CountDownLatch(1);

  Channel(String name, OrgId orgId, UUID sessionId, Sealing sealing) {
    this.name = name;
    this.orgId = orgId;
    this.sessionId = sessionId;
    this.sealing = sealing;
  }

  String name() {
    return name;
  }

  /** Returns whether it is the first. */
  boolean add(Listener listener) {
    listeners.add(listener);
    return listeners.size() == 1;
  }

  /** Returns whether it was the last. */
  boolean remove(Listener listener) {
    return listeners.remove(listener) && listeners.isEmpty();
  }

  void awaitConfirmed(Duration limit) {
    try {
      // When it takes longer, the confirmation is told as a gap.
      boolean ignored = confirmed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** From here on everything is heard; what was before may have been missed. */
  void confirmed() {
    gap();
    confirmed.countDown();
  }

  void gap() {
    tell(Listener::gap);
  }

  /** Hands on a message; one that can't be read is a gap. */
  void deliver(byte[] message) {
    Optional<LiveFrame> frame =
        sealing
            .open(orgId, name, 0, message)
            .flatMap(json -> MemoryJson.read(json, LiveFrame.class));
    if (frame.isEmpty()) {
      gap();
      return;
    }
    List<LoggedEvent> events = frame.get().events();
    if (events != null) {
      deliver(events);
    }
    Delta delta = frame.get().delta();
    if (delta != null) {
      tell(listener -> listener.delta(delta));
    }
    OutputDelta output = frame.get().output();
    if (output != null) {
      tell(listener -> listener.output(output));
    }
  }

  private void deliver(List<LoggedEvent> events) {
    if (events.stream().allMatch(this::belongs)) {
      tell(listener -> listener.events(events));
    } else {
      log.error("Events of another session came over {}; they are dropped.", name);
    }
  }

  private boolean belongs(LoggedEvent event) {
    return event.orgId().equals(orgId) && event.sessionId().equals(sessionId);
  }

  private void tell(Consumer<Listener> what) {
    for (Listener listener : listeners) {
      try {
        what.accept(listener);
      } catch (RuntimeException e) {
        log.error("A listener of {} failed.", name, e);
      }
    }
  }
}
