package com.example.plugin;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.net.OutboundResponse;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the carrier about one parcel. It only reads, so it may be tried again. */
final class TrackParcel implements Tool {

  private static final Map<String, Object> ARGUMENTS =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of(
              "number",
              Map.of(
                  "type",
                  "string",
                  // A number can't leave its place in the address.
                  "pattern",
                  "^[A-Z0-9]{6,20}$",
                  "description",
                  "The parcel's number.")),
          "required",
          List.of("number"),
          "additionalProperties",
          false);

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
            "track_parcel",
            "Tells where a parcel is.",
            ARGUMENTS,
            Effect.NONE,
            Duration.ofSeconds(20),
            3)
        // Others wrote what the carrier answers.
        .untrusting();
  }

  @Override
  public ToolOutput call(ToolInvocation call) {
    SkillContext context = call.context();
    Object address = context.settings().get("base_url");
    Optional<String> key = context.secret("api_key");
    if (address == null || key.isEmpty()) {
      return ToolOutput.failure("The skill is not set up: tell the user, and go on without it.");
    }
    OutboundResponse answer =
        call.http()
            .send(
                OutboundRequest.get(address + "/parcels/" + call.arguments().get("number"))
                    .withHeader("Authorization", "Bearer " + key.get()));
    return switch (answer.status()) {
      case 200 -> ToolOutput.of(answer.text());
      case 404 -> ToolOutput.failure("The carrier knows no parcel of this number.");
      case 401, 403 ->
          throw PerdureException.toolFinal(
              "carrier_refused", "The carrier does not accept the key.", null);
      default ->
          throw PerdureException.toolRetryable(
              "carrier_failed", "The carrier answered " + answer.status() + ".", null, null);
    };
  }
}
