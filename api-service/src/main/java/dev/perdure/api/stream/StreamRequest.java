package dev.perdure.api.stream;

import dev.perdure.core.tenant.OrgId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants to hear. The caller has checked that it may.
 *
 * @param runId only events of this run and of its sub-agents, and the end of the stream with the
 *     run's end, when given
 * @param after the last position the client has; 0 for all events
 * @param types only events of these types, or custom events of these names; empty means all
 */
public record StreamRequest(
    OrgId orgId, UUID sessionId, @Nullable UUID runId, long after, Set<String> types) {

  public StreamRequest {
    types = Set.copyOf(types);
  }

  /** Whether events of this type are wanted. */
  boolean wants(String type) {
    return types.isEmpty() || types.contains(type);
  }
}
