package dev.perdure.store;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** Looks at the schema. */
final class Schema {

  private Schema() {}

  /** Our tables. */
  static List<String> tables(Handle handle) {
    return handle
        .createQuery(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                + " AND tablename <> 'flyway_schema_history' ORDER BY 1")
        .mapTo(String.class)
        .list();
  }
}
