package dev.perdure.store;

import dev.perdure.core.run.InterruptRequest;
import dev.perdure.core.run.RunError;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says to a person what a run waits for. */
final class InterruptWords {

  private final Json json;

  InterruptWords(Json json) {
    this.json = json;
  }

  /**
   * The words for a request.
   *
   * @param now the database's time
   * @param hardDeadline until when a call of unknown effect may be under way
   * @param untrustedFrom the tool whose content from outside the agent had read
   */
  InterruptInserts.Words of(
      InterruptRequest request,
      InterruptInserts.@Nullable Call call,
      Instant now,
      @Nullable Instant hardDeadline,
      @Nullable String untrustedFrom) {
    return switch (request.reason()) {
      case APPROVAL -> approval(Objects.requireNonNull(call).tool(), untrustedFrom);
      case INPUT ->
          new InterruptInserts.Words("question", question(Objects.requireNonNull(call)), Map.of());
      case BUDGET, RECOVERY -> trouble(request, now, hardDeadline);
    };
  }

  private static InterruptInserts.Words approval(String tool, @Nullable String untrustedFrom) {
    String wants = "The agent wants to call " + tool + ".";
    return untrustedFrom == null
        ? new InterruptInserts.Words("approval_required", wants, Map.of())
        : new InterruptInserts.Words(
            "approval_required",
            wants
                + " It has read what "
                + untrustedFrom
                + " brought from outside, which may have told it to.",
            Map.of("reason", "untrusted_content", "source", untrustedFrom));
  }

  private String question(InterruptInserts.Call call) {
    return json.arguments(call.arguments())
        .map(arguments -> arguments.get("question"))
        .filter(question -> question instanceof String text && !text.isBlank())
        .map(String.class::cast)
        .orElse("The agent asks something, but not in words.");
  }

  private static InterruptInserts.Words trouble(
      InterruptRequest request, Instant now, @Nullable Instant hardDeadline) {
    RunError error =
        Objects.requireNonNullElseGet(
            request.error(), () -> new RunError("stopped", "The run can't go on by itself.", null));
    Map<String, Object> detail = new HashMap<>();
    String suggestion = error.suggestion();
    if (suggestion != null) {
      detail.put("suggestion", suggestion);
    }
    if (hardDeadline != null) {
      detail.put("hardDeadline", hardDeadline.toString());
    }
    Duration again = request.triesAgainIn();
    if (again != null) {
      detail.put("triesAgainAt", now.plus(again).toString());
    }
    return new InterruptInserts.Words(error.code(), error.message(), detail);
  }
}
