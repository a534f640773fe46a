package dev.perdure.api.body;

import dev.perdure.core.port.AuditLog.Recorded;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.AuditEntry;
import dev.perdure.core.tenant.Credential;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change that somebody made.
 *
 * @param action what was done, such as {@code api_key.revoke}
 * @param before the thing as it was, without secrets
 * @param after the thing as it is
 */
@Schema(name = "AuditEntry")
public record AuditEntryBody(
    UUID id,
    Instant at,
    ActorBody actor,
    String action,
    TargetBody target,
    @Schema(types = "object", additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
        @Nullable Map<String, Object> before,
    @Schema(types = "object", additionalProperties = Schema.AdditionalPropertiesValue.TRUE)
        @Nullable Map<String, Object> after) {

  /**
   * Who made it.
   *
   * @param orgId another organization's when its people manage this one; from where is not told
   *     then
   * @param address where the request came from
   */
  @Schema(name = "AuditActor")
  public record ActorBody(
      UUID orgId,
      @Nullable UUID userId,
      @Nullable Credential credential,
      @Nullable String address,
      @Nullable String userAgent) {}

  /** What was changed. */
  @Schema(name = "AuditTarget")
  public record TargetBody(String kind, String id) {}

  public static AuditEntryBody of(Recorded recorded) {
    AuditEntry entry = recorded.entry();
    Actor actor = entry.actor();
    return new AuditEntryBody(
        recorded.id(),
        recorded.at(),
        new ActorBody(
            actor.orgId().value(),
            actor.userId(),
            actor.credential(),
            actor.address(),
            actor.userAgent()),
        entry.action(),
        new TargetBody(entry.target().kind(), entry.target().id()),
        entry.before(),
        entry.after());
  }
}
