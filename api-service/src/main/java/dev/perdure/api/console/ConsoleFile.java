package dev.perdure.api.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file of the console, ready to be sent.
 *
 * @param policy the Content-Security-Policy, for HTML
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ConsoleFile(
    byte[] content, String type, String etag, String caching, @Nullable String policy) {

  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String ASK_EACH_TIME = "no-cache";

  static ConsoleFile read(Path file, String address) throws IOException {
    byte[] content = Files.readAllBytes(file);
    String type = type(file.getFileName().toString());
    return new ConsoleFile(
        content,
        type,
        "\"" + Page.sha256(content).substring(0, 22) + "\"",
        address.startsWith("/_next/static/") ? FOR_EVER : ASK_EACH_TIME,
        type.startsWith("text/html") ? Page.policy(content) : null);
  }

  private static String type(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js", "mjs" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "json", "map" -> "application/json";
      case "webmanifest" -> "application/manifest+json";
      case "svg" -> "image/svg+xml";
      case "png" -> "image/png";
      case "jpg", "jpeg" -> "image/jpeg";
      case "webp" -> "image/webp";
      case "ico" -> "image/x-icon";
      case "woff2" -> "font/woff2";
      case "woff" -> "font/woff";
      case "txt" -> "text/plain; charset=utf-8";
      case "xml" -> "application/xml";
      default -> "application/octet-stream";
    };
  }
}
