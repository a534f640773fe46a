package dev.perdure.api.resources;

import dev.perdure.api.service.InboxService;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.run.WaitReason;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Which of the things that wait for a person are wanted. */
public final class WantedParams {

  @Parameter(
      description = "open when absent; all for every one.",
      schema = @Schema(allowableValues = {"open", "settled", "expired", "void", "all"}))
  @QueryParam("status")
  public @Nullable String status;

  @Parameter(schema = @Schema(allowableValues = {"approval", "input", "budget", "recovery"}))
  @QueryParam("reason")
  public @Nullable String reason;

  InboxService.Wanted wanted() {
    return new InboxService.Wanted(wantedReason(), wantedStatus());
  }

  private @Nullable WaitReason wantedReason() {
    if (reason == null) {
      return null;
    }
    return Arrays.stream(WaitReason.values())
        .filter(known -> known.wireName().equals(reason))
        .findFirst()
        .orElseThrow(() -> Params.invalid("reason", "is nothing a run waits for"));
  }

  private Interrupt.@Nullable Status wantedStatus() {
    if (status == null) {
      return Interrupt.Status.OPEN;
    }
    if (status.equals("all")) {
      return null;
    }
    return Arrays.stream(Interrupt.Status.values())
        .filter(known -> known.wireName().equals(status))
        .findFirst()
        .orElseThrow(() -> Params.invalid("status", "must be open, settled, expired, void or all"));
  }
}
