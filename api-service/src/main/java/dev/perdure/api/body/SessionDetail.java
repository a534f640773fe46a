package dev.perdure.api.body;

import dev.perdure.core.session.Session;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session, and from where to stream it.
 *
 * @param lastPos read before all else: whoever reads the messages after this and streams events
 *     after this position misses nothing
 */
public record SessionDetail(
    UUID id,
    @Nullable String title,
    @Nullable UUID agentId,
    UUID threadId,
    Map<String, String> metadata,
    @Nullable UUID forkedFrom,
    @Nullable UUID forkedAtMessage,
    UUID createdBy,
    Instant createdAt,
    Instant updatedAt,
    @Schema(description = "The last position of its events; stream after it.") long lastPos) {

  public SessionDetail {
    metadata = Map.copyOf(metadata);
  }

  public static SessionDetail of(Session session, long lastPos) {
    return new SessionDetail(
        session.id(),
        session.title(),
        session.agentId(),
        session.threadId(),
        session.metadata(),
        session.forkedFrom(),
        session.forkedAtMessage(),
        session.createdBy(),
        session.createdAt(),
        session.updatedAt(),
        lastPos);
  }
}
