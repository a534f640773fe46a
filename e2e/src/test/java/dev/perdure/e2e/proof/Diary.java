package dev.perdure.e2e.proof;

import dev.perdure.e2e.client.Reply;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What was ordered in a case, and what was answered. */
final class Diary {

  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  /**
   * One order.
   *
   * @param what such as {@code cancel rollback} or {@code recover skip_step}
   * @param about the code of the interrupt it settled; empty for other orders
   */
  record Entry(String runId, String what, String about, int status, String answer) {

    boolean accepted() {
      return status / 100 == 2;
    }
  }

  Entry add(String runId, String what, String about, Reply reply) {
    Entry entry = new Entry(runId, what, about, reply.status(), reply.text());
    entries.add(entry);
    return entry;
  }

  List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** Whether an order that begins so was accepted, for whichever run. */
  boolean accepted(String what) {
    return entries.stream().anyMatch(entry -> entry.accepted() && entry.what().startsWith(what));
  }

  boolean accepted(String runId, String what) {
    return entries.stream()
        .anyMatch(entry ->
            entry.accepted() && entry.runId().equals(runId) && entry.what().startsWith(what));
  }

  @Override
  public String toString() {
    return entries.stream()
        .map(entry -> entry.what() + " " + entry.about() + " -> " + entry.status())
        .toList()
        .toString();
  }
}
