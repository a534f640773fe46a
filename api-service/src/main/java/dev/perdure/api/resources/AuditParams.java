package dev.perdure.api.resources;

import dev.perdure.core.port.AuditLog.AuditFilter;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** Which changes are wanted. */
public final class AuditParams {

  @Parameter(
      description = "At this moment or later.",
      schema = @Schema(type = "string", format = "date-time"))
  @QueryParam("from")
  public @Nullable String from;

  @Parameter(
      description = "Before this moment.",
      schema = @Schema(type = "string", format = "date-time"))
  @QueryParam("until")
  public @Nullable String until;

  @Parameter(description = "Who made them.", schema = @Schema(type = "string", format = "uuid"))
  @QueryParam("user_id")
  public @Nullable String userId;

  @Parameter(description = "Such as api_key.revoke, or api_key for all that begin with it.")
  @QueryParam("action")
  public @Nullable String action;

  @Parameter(description = "Such as api_key.")
  @QueryParam("target_kind")
  public @Nullable String targetKind;

  @Parameter(description = "The id of what was changed.")
  @QueryParam("target_id")
  public @Nullable String targetId;

  @Parameter(description = "Words, each found anywhere in the entry.")
  @QueryParam("q")
  public @Nullable String text;

  AuditFilter filter() {
    return new AuditFilter(
        Params.time("from", from),
        Params.time("until", until),
        Params.uuid("user_id", userId),
        action,
        targetKind,
        targetId,
        text);
  }
}
