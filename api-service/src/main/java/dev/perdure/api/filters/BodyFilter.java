package dev.perdure.api.filters;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Idempotency;
import jakarta.annotation.Priority;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body, up to the limit, and makes of it and an {@code Idempotency-Key} what the store
 * needs to know a request again.
 */
@Priority(Priorities.HEADER_DECORATOR)
public final class BodyFilter implements ContainerRequestFilter {

  /** The header. */
  public static final String HEADER = "Idempotency-Key";

  /** What a key has to be, as a regular expression. */
  public static final String KEY_FORM = "^[!-~]{1,255}$";

  private static final String PROPERTY = "perdure.idempotency";
  private static final Pattern KEY = Pattern.compile(KEY_FORM);

  private final BodyLimits limits;
  private final KeyHash hash;
  @Context private @Nullable ResourceInfo route;

  /**
   * @param limits the largest bodies, in bytes after decompression
   * @param hash makes fingerprints: a plain hash of a short body could be guessed
   */
  public BodyFilter(BodyLimits limits, KeyHash hash) {
    this.limits = limits;
    this.hash = hash;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    if (BodyLimits.upload(route)) {
      bound(request, limits.uploadBytes());
      return;
    }
    byte[] body = read(request, limits.bytes());
    String key = request.getHeaderString(HEADER);
    if (key != null && request.getMethod().equals("POST")) {
      request.setProperty(PROPERTY, idempotency(request, key, body));
    }
  }

  /** The body is read as it comes, and no further than this. */
  public static void bound(ContainerRequestContext request, long most) {
    if (request.getLength() > most || declared(request) > most) {
      throw new BodyTooLargeException(most);
    }
    if (request.hasEntity()) {
      request.setEntityStream(new BoundedBody(request.getEntityStream(), most));
    }
  }

  /** What {@code Content-Length} says, which {@code getLength} has only up to 2 GB. */
  private static long declared(ContainerRequestContext request) {
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
  }

  /** What the client promised, if it did. */
  public static @Nullable Idempotency idempotency(ContainerRequestContext request) {
    return (Idempotency) request.getProperty(PROPERTY);
  }

  /**
   * The body, which can be read again after; empty for none.
   *
   * @throws BodyTooLargeException when it is larger than {@code maxBytes}
   */
  public static byte[] read(ContainerRequestContext request, int maxBytes) throws IOException {
    if (!request.hasEntity()) {
      return new byte[0];
    }
    if (request.getLength() > maxBytes) {
      throw new BodyTooLargeException(maxBytes);
    }
    byte[] body = request.getEntityStream().readNBytes(maxBytes + 1);
    if (body.length > maxBytes) {
      throw new BodyTooLargeException(maxBytes);
    }
    request.setEntityStream(new ByteArrayInputStream(body));
    return body;
  }

  private Idempotency idempotency(ContainerRequestContext request, String key, byte[] body) {
    if (!KEY.matcher(key).matches()) {
      throw PerdureException.invalid(
          "invalid_header", "Idempotency-Key must be 1 to 255 visible ASCII characters.", HEADER);
    }
    MessageDigest digest = sha256();
    digest.update(request.getMethod().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(
        request.getUriInfo().getRequestUri().getRawPath().getBytes(StandardCharsets.UTF_8));
    String query = request.getUriInfo().getRequestUri().getRawQuery();
    if (query != null) {
      digest.update(("?" + query).getBytes(StandardCharsets.UTF_8));
    }
    digest.update((byte) '\n');
    digest.update(body);
    HexFormat hex = HexFormat.of();
    return new Idempotency(
        own(request, key), hex.formatHex(hash.of(hex.formatHex(digest.digest()))));
  }

  /** The key among those of its user: nobody else's request is taken for it, nor blocked by it. */
  private static String own(ContainerRequestContext request, String key) {
    return request.getSecurityContext().getUserPrincipal() instanceof CallerPrincipal principal
        ? principal.caller().userId() + ":" + key
        : key;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing from this JVM", e);
    }
  }

  /** A body over the limit. */
  public static final class BodyTooLargeException extends ClientErrorException {
    private static final long serialVersionUID = 1L;

    BodyTooLargeException(long maxBytes) {
      super("The body is larger than the " + maxBytes + " bytes allowed.", 413);
    }
  }
}
