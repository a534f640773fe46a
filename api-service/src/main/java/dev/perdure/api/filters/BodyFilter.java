package dev.perdure.api.filters;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Idempotency;
import jakarta.annotation.Priority;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
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

  private final int maxBytes;

  /**
   * @param maxBytes the largest body, in bytes after decompression
   */
  public BodyFilter(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    byte[] body = read(request, maxBytes);
    String key = request.getHeaderString(HEADER);
    if (key != null && request.getMethod().equals("POST")) {
      request.setProperty(PROPERTY, idempotency(request, key, body));
    }
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

  private static Idempotency idempotency(ContainerRequestContext request, String key, byte[] body) {
    if (!KEY.matcher(key).matches()) {
      throw PerdureException.invalid(
          "invalid_header", "Idempotency-Key must be 1 to 255 visible ASCII characters.", HEADER);
    }
    MessageDigest digest = sha256();
    digest.update(request.getMethod().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(
        request.getUriInfo().getRequestUri().getRawPath().getBytes(StandardCharsets.UTF_8));
    digest.update((byte) '\n');
    digest.update(body);
    return new Idempotency(key, HexFormat.of().formatHex(digest.digest()));
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

    BodyTooLargeException(int maxBytes) {
      super("The body is larger than the " + maxBytes + " bytes allowed.", 413);
    }
  }
}
