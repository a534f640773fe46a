package dev.perdure.core.model;

/** Hears a reply while it is being made. Called from one thread at a time. */
@FunctionalInterface
public interface ModelListener {

  /** The next piece of the answer's text; never empty. */
  void text(String delta);

  /** The next piece of what the model thinks before it answers, if it tells; never empty. */
  default void reasoning(String delta) {}
}
