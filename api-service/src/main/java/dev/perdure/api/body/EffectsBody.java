package dev.perdure.api.body;

import java.util.List;

/** The effect ledger of a run, oldest first. */
public record EffectsBody(List<EffectBody> items) {
  public EffectsBody {
    items = List.copyOf(items);
  }
}
