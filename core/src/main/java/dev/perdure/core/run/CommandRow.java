package dev.perdure.core.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command as shown to people.
 *
 * @param detail what was told, by the command's own field names
 * @param takenAt when the run took it
 */
public record CommandRow(
    @JsonIgnore RunRef run,
    int number,
    Command.Kind kind,
    @Nullable UUID interruptId,
    Map<String, Object> detail,
    UUID createdBy,
    Instant createdAt,
    @Nullable Instant takenAt) {

  public CommandRow {
    detail = Map.copyOf(detail);
  }
}
