package dev.perdure.api.body;

import dev.perdure.core.run.Command;
import dev.perdure.core.run.CommandRow;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person or a program told a run.
 *
 * @param runId which run; a sub-agent when it settled what that waited for
 * @param number counted from 1 within the run
 * @param interruptId what it settled
 * @param detail what was told
 * @param takenAt when the run took it
 */
@Schema(name = "Command")
public record CommandBody(
    UUID runId,
    int number,
    Command.Kind kind,
    @Nullable UUID interruptId,
    Map<String, Object> detail,
    UUID createdBy,
    Instant createdAt,
    @Nullable Instant takenAt) {

  public static CommandBody of(CommandRow row) {
    return new CommandBody(
        row.run().runId(),
        row.number(),
        row.kind(),
        row.interruptId(),
        SnakeKeys.of(row.detail()),
        row.createdBy(),
        row.createdAt(),
        row.takenAt());
  }
}
