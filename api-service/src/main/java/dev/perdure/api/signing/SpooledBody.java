package dev.perdure.api.signing;

import dev.perdure.api.filters.BodyFilter;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.HexFormat;

/**
 * A large body that is signed: nothing may be done with it before all of it is known, so it waits
 * in a file that has no name by the time it is read.
 */
final class SpooledBody {

  private static final String PROPERTY = "perdure.spooled";

  private SpooledBody() {}

  /** When the request is answered, whoever read it, or nobody: a file that is open takes room. */
  static void close(ContainerRequestContext request) throws IOException {
    if (request.getProperty(PROPERTY) instanceof InputStream spooled) {
      spooled.close();
    }
  }

  /**
   * The SHA-256 of the body in hex; the body can be read again after.
   *
   * @throws BodyFilter.BodyTooLargeException when it is larger than {@code most}
   */
  static String digest(ContainerRequestContext request, long most) throws IOException {
    BodyFilter.bound(request, most);
    Path file = Files.createTempFile("perdure-upload-", "");
    try {
      String digest;
      try (DigestOutputStream out =
          new DigestOutputStream(Files.newOutputStream(file), SignedRequest.sha256())) {
        if (request.hasEntity()) {
          request.getEntityStream().transferTo(out);
        }
        digest = HexFormat.of().formatHex(out.getMessageDigest().digest());
      }
      if (Files.size(file) > 0) {
        InputStream spooled = Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE);
        request.setProperty(PROPERTY, spooled);
        request.setEntityStream(spooled);
      } else {
        request.setEntityStream(InputStream.nullInputStream());
      }
      return digest;
    } finally {
      // Where open files can be deleted, it goes now; elsewhere when it is closed.
      deleteIfPossible(file);
    }
  }

  private static void deleteIfPossible(Path file) throws IOException {
    try {
      Files.deleteIfExists(file);
    } catch (java.nio.file.FileSystemException _) {
      // it is open
    }
  }
}
