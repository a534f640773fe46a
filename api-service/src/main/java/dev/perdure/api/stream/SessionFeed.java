package dev.perdure.api.stream;

import dev.perdure.core.event.Delta;
import dev.perdure.core.event.LoggedEvent;
import dev.perdure.core.event.OutputDelta;
import dev.perdure.core.port.LiveSubscriber;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One session as heard by this process: a single subscription, however many readers. */
final class SessionFeed implements LiveSubscriber.Listener {

  private final Key key;
  private final List<Mailbox> readers = new CopyOnWriteArrayList<>();
  private LiveSubscriber.@Nullable Subscription subscription;

  SessionFeed(Key key) {
    this.key = key;
  }

  void add(Mailbox reader) {
    readers.add(reader);
  }

  /** Returns whether nobody is left. */
  boolean remove(Mailbox reader) {
    readers.remove(reader);
    return readers.isEmpty();
  }

  /** Listens; returns when that is in force, also to those who come while it is being done. */
  synchronized void open(LiveSubscriber live) {
    if (subscription == null) {
      subscription = live.subscribe(key.orgId(), key.sessionId(), this);
    }
  }

  /** Nobody is left to listen for. */
  synchronized void close() {
    if (subscription != null) {
      subscription.close();
    }
  }

  /** Tells all readers to end. */
  void drain() {
    readers.forEach(Mailbox::close);
  }

  @Override
  public void events(List<LoggedEvent> events) {
    LiveItem item = new LiveItem.Events(events);
    readers.forEach(reader -> reader.add(item));
  }

  @Override
  public void delta(Delta delta) {
    LiveItem item = new LiveItem.Text(delta);
    readers.forEach(reader -> reader.add(item));
  }

  @Override
  public void output(OutputDelta output) {
    LiveItem item = new LiveItem.Output(output);
    readers.forEach(reader -> reader.add(item));
  }

  @Override
  public void gap() {
    readers.forEach(Mailbox::gap);
  }

  /** Which session. */
  record Key(OrgId orgId, UUID sessionId) {}
}
