package dev.perdure.e2e.proof;

import dev.perdure.testkit.Behaviour;
import java.util.List;
import java.util.Set;

/**
 * One case: what is said to whom, what happens meanwhile, and what may come of it.
 *
 * @param tenant which organization
 * @param mark in every text of the case and in no other
 * @param notes the effects it plans
 * @param endings what its first run may come to when nobody cancels it; {@code waiting} when nobody
 *     is to settle it
 * @param whole whether all notes are made when every run of the case succeeds
 * @param illness what is wrong with the model, until the person of the case heals it
 * @param meanwhile what happens, in order
 * @param encore what follows when all has ended
 */
record Plot(
    int number,
    String shape,
    int tenant,
    Role role,
    String mark,
    String input,
    List<Note> notes,
    Set<String> endings,
    boolean whole,
    Wishes wishes,
    List<Behaviour> illness,
    List<Interference> meanwhile,
    Encore encore) {

  Plot {
    notes = List.copyOf(notes);
    endings = Set.copyOf(endings);
    illness = List.copyOf(illness);
    meanwhile = List.copyOf(meanwhile);
  }

  /** A new run made of the first one. */
  enum Encore {
    NONE,
    RETRY,
    FORK
  }

  @Override
  public String toString() {
    return "case %d (%s, %s)".formatted(number, shape, mark);
  }
}
