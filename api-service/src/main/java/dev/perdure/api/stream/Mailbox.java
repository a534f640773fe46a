package dev.perdure.api.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for one reader. Adding never waits: when it is full, all of it is thrown away and the
 * reader is told that there was a gap.
 */
final class Mailbox {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int capacity;
  private List<LiveItem> items = new ArrayList<>();
  private boolean gap;
  private boolean closed;

  Mailbox(int capacity) {
    this.capacity = capacity;
  }

  void add(LiveItem item) {
    lock.lock();
    try {
      if (items.size() == capacity) {
        items.clear();
        gap = true;
      }
      items.add(item);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Something may be missing. */
  void gap() {
    lock.lock();
    try {
      gap = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** What was missing so far does not matter: the reader is about to read the log. */
  void forgetGap() {
    lock.lock();
    try {
      gap = false;
    } finally {
      lock.unlock();
    }
  }

  /** The hub shuts down. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Takes everything, after waiting for something for at most so long. */
  Mail take(Duration limit) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long nanos = limit.toNanos();
      while (items.isEmpty() && !gap && !closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      Mail mail = new Mail(items, gap, closed);
      items = new ArrayList<>();
      gap = false;
      return mail;
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a reader found.
   *
   * @param items in the order they came
   * @param gap whether something may be missing before or between them
   * @param closed whether to end
   */
  record Mail(List<LiveItem> items, boolean gap, boolean closed) {}
}
