package dev.perdure.core.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One conversation. Its id, a UUIDv7, is the trace id of everything that happens in it.
 *
 * @param agentId the agent its runs use when they name none
 * @param threadId the session's own thread
 * @param forkedFrom the session whose thread it goes on from
 * @param forkedAtMessage the last message taken over from there
 */
public record Session(
    @JsonIgnore OrgId orgId,
    UUID id,
    @Nullable String title,
    @Nullable UUID agentId,
    UUID threadId,
    Map<String, String> metadata,
    @Nullable UUID forkedFrom,
    @Nullable UUID forkedAtMessage,
    UUID createdBy,
    Instant createdAt,
    Instant updatedAt) {

  public Session {
    metadata = Map.copyOf(metadata);
  }
}
