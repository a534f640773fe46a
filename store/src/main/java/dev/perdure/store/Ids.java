package dev.perdure.store;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;
import java.util.function.Supplier;

/** Makes the ids of everything: UUIDv7, in order within this process. */
public final class Ids {

  private Ids() {}

  /** A source of ids. */
  public static Supplier<UUID> timeOrdered() {
    return UuidCreator::getTimeOrderedEpochPlus1;
  }
}
