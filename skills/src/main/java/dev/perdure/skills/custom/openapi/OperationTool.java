package dev.perdure.skills.custom.openapi;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundLimits;
import dev.perdure.core.net.OutboundRequest;
import dev.perdure.core.net.OutboundResponse;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.custom.Attachments;
import dev.perdure.skills.custom.Strangers;
import dev.perdure.skills.custom.ToolOverride;
import dev.perdure.skills.internal.RetryAfter;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A tool that is an operation of a service. */
final class OperationTool implements Tool {

  private static final int MOST_ATTEMPTS = 3;
  private static final int MOST_BYTES = 5 * 1024 * 1024;
  private static final int LONGEST_COMPLAINT = 4_000;
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> REPEATABLE = Set.of("PUT", "DELETE");

  private final String skill;
  private final Operation operation;
  private final OpenApiDefinition definition;
  private final ToolDescriptor descriptor;

  OperationTool(String skill, Operation operation, OpenApiDefinition definition) {
    this.skill = skill;
    this.operation = operation;
    this.definition = definition;
    this.descriptor = descriptor(operation, definition);
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    OutboundRequest bare;
    try {
      bare = new RequestBuilder(operation, definition.server()).request(invocation.arguments());
    } catch (IllegalArgumentException e) {
      return ToolOutput.failure(String.valueOf(e.getMessage()));
    }
    boolean reads = READING.contains(operation.method());
    if (!reads && !definition.idempotencyHeader().isEmpty()) {
      bare = bare.withHeader(definition.idempotencyHeader(), invocation.idempotencyKey());
    }
    Credentials credentials =
        new Credentials(
            bare.withHeader("Accept", "application/json, text/*;q=0.8, */*;q=0.5")
                .withLimits(
                    new OutboundLimits(
                        descriptor.timeout(),
                        MOST_BYTES,
                        reads ? OutboundLimits.MOST_REDIRECTS : 0)),
            operation.credentials(),
            invocation.context());
    return answer(invocation.http().send(credentials.request()), credentials, invocation);
  }

  private ToolOutput answer(
      OutboundResponse response, Credentials credentials, ToolInvocation invocation) {
    int status = response.status();
    String told = "HTTP " + status;
    if (status == 429) {
      throw PerdureException.toolRetryable(
          "http_429", "The service is asked too often.", wait(response), null);
    }
    if (status >= 500 || status == 408) {
      throw doubtful("http_" + status, "The service answers " + status + ".", wait(response));
    }
    if (status >= 300) {
      String body = isText(response) ? credentials.sent().without(response.text()) : "";
      return ToolOutput.failure(
          told
              + (status < 400 ? ": the service answers from another address." : "")
              + "\n"
              + body.substring(0, Math.min(body.length(), LONGEST_COMPLAINT)));
    }
    if (response.body().length == 0) {
      return ToolOutput.of(told + "\n(no content)");
    }
    return ToolOutput.of(
        told
            + "\n"
            + (isText(response)
                ? credentials.sent().without(response.text())
                : Attachments.keep(
                    "openapi/" + skill,
                    credentials.sent().without(response.body()),
                    response.header("content-type").orElse(""),
                    invocation.workspace())));
  }

  /** A failure that may have come after the effect. */
  private PerdureException doubtful(String code, String what, @Nullable Duration wait) {
    return descriptor.effect() == Effect.ONCE
        ? PerdureException.outbound(code, what, true, true, null)
        : PerdureException.toolRetryable(code, what, wait, null);
  }

  private static @Nullable Duration wait(OutboundResponse response) {
    return RetryAfter.of(response.header("retry-after"));
  }

  private static boolean isText(OutboundResponse response) {
    String type = response.header("content-type").orElse("text/plain").toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.matches("application/([a-z0-9.-]+\\+)?(json|xml|yaml|x-yaml|x-ndjson|jsonl)(;.*)?");
  }

  /** Even what only reads tells the outside something, with the organization's credentials. */
  private static ToolDescriptor descriptor(Operation operation, OpenApiDefinition definition) {
    ToolOverride override = definition.override(operation);
    boolean reads = READING.contains(operation.method());
    Effect effect =
        reads
            ? Effect.NONE
            : REPEATABLE.contains(operation.method()) ? Effect.IDEMPOTENT : Effect.ONCE;
    return new ToolDescriptor(
        operation.toolName(),
        Strangers.word("The document of its API", operation.description()),
        operation.inputSchema(),
        override.effectOr(effect),
        Duration.ofSeconds(override.timeoutSecondsOr(definition.timeoutSeconds())),
        MOST_ATTEMPTS,
        override.riskOr(reads ? Risk.MEDIUM : Risk.HIGH),
        override.untrustedOr(true),
        null,
        0);
  }
}
