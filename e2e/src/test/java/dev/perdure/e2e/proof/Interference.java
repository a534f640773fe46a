package dev.perdure.e2e.proof;

import java.time.Duration;

/** Something that a person or a program does while the runs of a case are under way. */
sealed interface Interference {

  /** How long after the one before. */
  Duration after();

  /** Tells the active run something. */
  record Order(Duration after, String route, java.util.Map<String, Object> body)
      implements Interference {
    public Order {
      body = java.util.Map.copyOf(body);
    }
  }

  /**
   * Another input to the session.
   *
   * @param mark a part of the text, unlike all others
   */
  record Input(Duration after, String policy, String text, String mark) implements Interference {}
}
