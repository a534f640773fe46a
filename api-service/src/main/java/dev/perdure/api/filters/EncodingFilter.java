package dev.perdure.api.filters;

import jakarta.annotation.Priority;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks bodies, for all that read them after it: what is signed, compared and stored is what was
 * packed. Jetty could do it, but takes a gzip that was cut for a whole one.
 */
@Priority(Priorities.AUTHENTICATION + 5)
public final class EncodingFilter implements ContainerRequestFilter {

  /** Encodings of bodies that are taken, as {@code Accept-Encoding} names them. */
  public static final String TAKEN = "gzip, identity";

  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");
  private static final Set<String> NONE = Set.of("", "identity");

  private final BodyLimits limits;
  @Context private @Nullable ResourceInfo route;

  /**
   * @param limits the largest bodies; packed, they may be no larger either
   */
  public EncodingFilter(BodyLimits limits) {
    this.limits = limits;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    String header = request.getHeaderString(HttpHeaders.CONTENT_ENCODING);
    String encoding = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
    if (GZIP.contains(encoding)) {
      BodyFilter.bound(request, BodyLimits.upload(route) ? limits.uploadBytes() : limits.bytes());
      if (request.hasEntity()) {
        request.setEntityStream(new GzipBody(request.getEntityStream()));
      }
      // They tell of the packed body, which nobody sees after this.
      request.getHeaders().remove(HttpHeaders.CONTENT_ENCODING);
      request.getHeaders().remove(HttpHeaders.CONTENT_LENGTH);
    } else if (!NONE.contains(encoding)) {
      throw new UnknownEncodingException();
    }
  }

  /** A body in an encoding that is not taken. */
  public static final class UnknownEncodingException extends ClientErrorException {
    private static final long serialVersionUID = 1L;

    UnknownEncodingException() {
      super("A body is taken as it is or with Content-Encoding: gzip.", 415);
    }
  }
}
