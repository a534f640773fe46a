package dev.perdure.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import org.jdbi.v3.core.Handle;

/** The database's clock, which all nodes share. */
final class Now {

  private Now() {}

  static Instant of(Handle handle) {
    return handle
        .createQuery("SELECT clock_timestamp() AS now")
        .map((rs, ctx) -> rs.getObject("now", OffsetDateTime.class).toInstant())
        .one();
  }
}
