package dev.perdure.skills.custom.mcp;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Effect;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A server did not do as asked. What that means for a call depends on the call's effect. */
final class McpFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is known about the request. */
  enum Kind {
    /** It was refused; nothing happened, and will not the next time. */
    REFUSED,
    /** It was not taken now; nothing happened. */
    BUSY,
    /** The session is not known any more. */
    EXPIRED,
    /** It may have taken effect; another time may go better. */
    DOUBTFUL,
    /** It may have taken effect; another time will go the same. */
    BROKEN
  }

  private final String code;
  private final String what;
  private final Kind kind;
  private final transient @Nullable Duration retryAfter;

  private McpFailure(
      String code,
      String what,
      Kind kind,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(code + ": " + what, cause);
    this.code = code;
    this.what = what;
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  static McpFailure refused(String code, String what) {
    return new McpFailure(code, what, Kind.REFUSED, null, null);
  }

  static McpFailure busy(String what, @Nullable Duration retryAfter) {
    return new McpFailure("mcp_busy", what, Kind.BUSY, retryAfter, null);
  }

  static McpFailure expired() {
    return new McpFailure(
        "mcp_session_expired", "The MCP server has ended the session.", Kind.EXPIRED, null, null);
  }

  static McpFailure doubtful(String code, String what, @Nullable Duration retryAfter) {
    return new McpFailure(code, what, Kind.DOUBTFUL, retryAfter, null);
  }

  static McpFailure broken(String what, @Nullable Throwable cause) {
    return new McpFailure("mcp_bad_answer", what, Kind.BROKEN, null, cause);
  }

  /** Whether the server does not know, or no longer, who asks. */
  boolean unauthorized() {
    return code.equals("mcp_unauthorized");
  }

  Kind kind() {
    return kind;
  }

  /** One sentence for people. */
  String what() {
    return what;
  }

  /**
   * The failure of a call that was sent.
   *
   * @param effect of the tool: what must not be repeated is not said to have come to nothing
   */
  PerdureException ofCall(Effect effect) {
    return switch (kind) {
      case REFUSED -> PerdureException.toolFinal(code, what, this);
      case BUSY -> PerdureException.toolRetryable(code, what, retryAfter, this);
      case EXPIRED, DOUBTFUL ->
          effect == Effect.ONCE
              ? PerdureException.outbound(code, what, true, true, this)
              : PerdureException.toolRetryable(code, what, retryAfter, this);
      case BROKEN ->
          effect == Effect.ONCE
              ? PerdureException.outbound(code, what, false, true, this)
              : PerdureException.toolFinal(code, what, this);
    };
  }

  /** The failure of what comes before a call: nothing that has an effect was sent. */
  PerdureException beforeCall() {
    return ofCall(Effect.NONE);
  }
}
