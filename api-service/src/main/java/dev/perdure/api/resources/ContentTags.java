package dev.perdure.api.resources;

import dev.perdure.core.workspace.Expected;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Conditions of requests on the content of a file, whose ETag is its id. */
final class ContentTags {

  private static final Pattern TAG = Pattern.compile("(?:W/)?\"([^\"]*)\"");

  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private ContentTags() {}

  static String tag(UUID contentId) {
    return "\"" + contentId + "\"";
  }

  /** What {@code If-Match} and {@code If-None-Match} of a change say. */
  static Expected expected(ContainerRequestContext request) {
    String match = request.getHeaderString(HttpHeaders.IF_MATCH);
    String noneMatch = request.getHeaderString(HttpHeaders.IF_NONE_MATCH);
    if (match != null) {
      return match.strip().equals("*")
          ? new Expected.Something()
          : new Expected.Content(
              Arrays.stream(match.split(",", -1))
                  .map(String::strip)
                  .filter(tag -> !tag.startsWith("W/"))
                  .flatMap(tag -> ids(tag).stream())
                  .collect(Collectors.toSet()));
    }
    if (noneMatch == null) {
      return new Expected.Any();
    }
    if (noneMatch.strip().equals("*")) {
      return new Expected.Version(0);
    }
    throw Params.invalid(HttpHeaders.IF_NONE_MATCH, "must be * where a file is changed");
  }

  /** Whether one of the tags of {@code If-None-Match} is the content's. */
  static boolean has(@Nullable String header, UUID contentId) {
    return header != null && (header.strip().equals("*") || ids(header).contains(contentId));
  }

  private static Set<UUID> ids(String header) {
    return TAG.matcher(header)
        .results()
        .map(found -> found.group(1).replace("--gzip", ""))
        .filter(text -> ID.matcher(text).matches())
        .map(UUID::fromString)
        .collect(Collectors.toSet());
  }

  /** Whether {@code If-Range} lets the range hold. */
  static boolean rangeHolds(@Nullable String ifRange, UUID contentId) {
    return ifRange == null || ifRange.strip().equals(tag(contentId));
  }
}
