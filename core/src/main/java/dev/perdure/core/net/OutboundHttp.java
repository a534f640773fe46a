package dev.perdure.core.net;

import dev.perdure.core.error.PerdureException;

/**
 * The guarded client, bound to one organization: everything that tools, webhooks, MCP servers and
 * documents ask of the outside goes through it. It reaches public addresses, and what the operator
 * permits besides; it looks a name up once and connects to that very address.
 */
public interface OutboundHttp {

  /**
   * Sends a request, follows redirects, and hands the answer on while it comes. Every status is an
   * answer; only what is no answer is thrown.
   *
   * @throws PerdureException with {@code OutboundFailed}: {@code outbound_invalid}, {@code
   *     outbound_refused}, {@code outbound_too_large}, {@code outbound_timeout}, {@code
   *     outbound_too_many_redirects}, {@code outbound_unreachable}, {@code outbound_tls}, {@code
   *     outbound_bad_response}; with {@code Cancelled} when stopped
   */
  <T> T send(OutboundRequest request, OutboundReader<T> reader);

  /** Sends a request and keeps the whole answer, which the request's limits bound. */
  default OutboundResponse send(OutboundRequest request) {
    return send(
        request,
        (head, body) ->
            new OutboundResponse(head.url(), head.status(), head.headers(), body.readAllBytes()));
  }

  /** Refuses everything. */
  static OutboundHttp none() {
    return new OutboundHttp() {
      @Override
      public <T> T send(OutboundRequest request, OutboundReader<T> reader) {
        throw PerdureException.outbound(
            "outbound_refused", "No requests to the outside are made here.", false, false, null);
      }
    };
  }
}
