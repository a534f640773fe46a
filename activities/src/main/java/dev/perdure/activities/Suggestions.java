package dev.perdure.activities;

import java.util.Optional;

/** What a person can do about an error, by its code. */
final class Suggestions {

  private Suggestions() {}

  static Optional<String> of(String code) {
    return Optional.ofNullable(
        switch (code) {
          case "model_key_invalid", "model_forbidden" ->
              "Put the provider's key right, then retry; or switch to another model.";
          case "model_not_found" -> "Switch to a model that the provider offers.";
          case "model_quota_exhausted" ->
              "Add credit to the provider's account, then retry; or switch to another model.";
          case "model_rate_limited", "model_unavailable", "model_unreachable", "model_timeout" ->
              "Wait until the provider is back, or switch to another model.";
          case "model_context_overflow" ->
              "Switch to a model that takes longer conversations, or finish with what is known.";
          case "model_output_limit" ->
              "Raise maxOutputTokens in the agent's parameters, or switch to another model.";
          case "model_content_refused" -> "Switch to another model, or give the answer yourself.";
          case "output_schema_mismatch" ->
              "Switch to another model, give the answer yourself, or make the schema simpler.";
          default -> null;
        });
  }
}
