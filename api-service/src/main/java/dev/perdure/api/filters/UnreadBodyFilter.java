package dev.perdure.api.filters;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what is left of the body of a request that was refused unread. The server would otherwise
 * close the connection behind the answer, and the client's next request on it would fail.
 */
public final class UnreadBodyFilter implements ContainerResponseFilter {

  private final int maxBytes;
  @Context private @Nullable HttpServletRequest raw;

  /**
   * @param maxBytes the most that is read; behind a longer body the connection is closed
   */
  public UnreadBodyFilter(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    // Who waits to be asked for the body has not sent it.
    boolean waits = request.getHeaderString("Expect") != null;
    if (response.getStatus() < 400 || waits || request.getLength() > maxBytes) {
      return;
    }
    try {
      // As it was sent: what was put around it may be what refuses it.
      Objects.requireNonNull(raw, "not injected").getInputStream().readNBytes(maxBytes);
    } catch (IOException | IllegalStateException _) {
      // The client is gone, or the body was read and closed.
    }
  }
}
