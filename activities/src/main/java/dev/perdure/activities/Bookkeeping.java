package dev.perdure.activities;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one short write of bookkeeping: its log fields, and how it fails. */
final class Bookkeeping {

  private static final Logger log = LoggerFactory.getLogger(Bookkeeping.class);

  private Bookkeeping() {}

  static <T> T recorded(StepLog fields, Supplier<T> work) {
    try (fields) {
      return work.get();
    } catch (RuntimeException e) {
      log.warn("the run could not be recorded", e);
      throw Failures.of(e);
    }
  }
}
