package dev.perdure.api.body;

import java.util.List;

/** All steps of a run, in order. */
public record StepsBody(List<StepBody> items) {
  public StepsBody {
    items = List.copyOf(items);
  }
}
