package dev.perdure.workflows;

/** Remembers that somebody rang, from before the run begins until its commands are taken. */
final class Doorbell {

  private boolean rung;

  void ring() {
    rung = true;
  }

  boolean rung() {
    return rung;
  }

  /** Whether it had been rung; silences it. */
  boolean answer() {
    boolean was = rung;
    rung = false;
    return was;
  }
}
