package dev.perdure.skills.custom.mcp;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.Optional;

/** Makes calls to one server, on sessions that are begun when needed. */
final class McpCalls {

  private final SessionPool sessions;
  private final McpResults results;

  McpCalls(SessionPool sessions, McpResults results) {
    this.sessions = sessions;
    this.results = results;
  }

  McpResults results() {
    return results;
  }

  /**
   * Calls a tool once it is sure what it is. When a session that waited has ended in the meantime,
   * another is begun, unless the call itself was sent and must not be repeated.
   */
  Map<String, Object> call(
      OfferedTool tool, Effect effect, Map<String, Object> arguments, String key, McpUse use) {
    OrgId owner = use.context().orgId();
    Optional<PinnedSession> waiting = sessions.waiting(owner);
    if (waiting.isPresent()) {
      Attempt first = new Attempt(owner, waiting.get(), effect);
      try {
        return first.call(tool, arguments, key, use);
      } catch (McpFailure e) {
        if (e.kind() != McpFailure.Kind.EXPIRED || (first.sent && effect == Effect.ONCE)) {
          throw first.failure(e);
        }
      }
    }
    Attempt attempt = new Attempt(owner, begin(use), effect);
    try {
      return attempt.call(tool, arguments, key, use);
    } catch (McpFailure e) {
      throw attempt.failure(e);
    }
  }

  private PinnedSession begin(McpUse use) {
    try {
      return sessions.begin(use);
    } catch (McpFailure e) {
      throw e.beforeCall();
    } catch (PerdureException e) {
      throw unsent(e);
    }
  }

  /**
   * Whatever happened to a greeting or a list, nothing has been called. That is said too when the
   * call is stopped: whoever stops it may do so only because its time is over.
   */
  private static PerdureException unsent(PerdureException failure) {
    return switch (failure.error()) {
      case PerdureError.OutboundFailed known when known.retryable() ->
          PerdureException.toolRetryable(known.code(), known.message(), null, failure);
      case PerdureError.OutboundFailed known ->
          PerdureException.toolFinal(known.code(), known.message(), failure);
      case PerdureError.Cancelled _ ->
          PerdureException.toolRetryable(
              "mcp_busy",
              "The MCP server was not ready in time. Nothing was called.",
              null,
              failure);
      default -> failure;
    };
  }

  /** One call on one session. */
  private final class Attempt {

    private final OrgId owner;
    private final PinnedSession session;
    private final Effect effect;
    private boolean sent;

    Attempt(OrgId owner, PinnedSession session, Effect effect) {
      this.owner = owner;
      this.session = session;
      this.effect = effect;
    }

    Map<String, Object> call(
        OfferedTool tool, Map<String, Object> arguments, String key, McpUse use) {
      try {
        session.use(use);
        session.verify(tool, effect != Effect.NONE);
        sent = true;
        return session.call(tool, arguments, key);
      } catch (PerdureException e) {
        throw sent ? e : unsent(e);
      } finally {
        sessions.give(owner, session);
      }
    }

    PerdureException failure(McpFailure failure) {
      return sent ? failure.ofCall(effect) : failure.beforeCall();
    }
  }
}
