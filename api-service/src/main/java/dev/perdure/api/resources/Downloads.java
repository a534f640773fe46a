package dev.perdure.api.resources;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perdure.api.problem.Problem;
import dev.perdure.api.service.FileService;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.workspace.StoredFile;
import dev.perdure.core.workspace.WorkspaceFile;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InputStream;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.Set;

/** Answers with the content of a file, or a part of it. A browser saves it and never runs it. */
final class Downloads {

  private static final int PARTIAL = 206;
  private static final int UNSATISFIABLE = 416;

  /** Types that a browser might run, were it not for the other headers. */
  private static final Set<String> ACTIVE =
      Set.of(
          "text/html",
          "application/xhtml+xml",
          "image/svg+xml",
          "application/xml",
          "text/xml",
          "text/javascript",
          "application/javascript");

  private final FileService files;

  Downloads(FileService files) {
    this.files = files;
  }

  Response of(Caller caller, StoredFile stored, ContainerRequestContext request) {
    WorkspaceFile file = stored.file();
    if (ContentTags.has(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), stored.contentId())) {
      return headers(Response.notModified(), stored).build();
    }
    Optional<ByteRange> range =
        ContentTags.rangeHolds(request.getHeaderString("If-Range"), stored.contentId())
            ? ByteRange.of(request.getHeaderString("Range"), file.size())
            : Optional.empty();
    if (range.isPresent() && range.get().unsatisfiable()) {
      return headers(Response.status(UNSATISFIABLE), stored)
          .header("Content-Range", "bytes */" + file.size())
          // With an entity: without one Jetty answers, and drops the headers.
          .type(Problem.MEDIA_TYPE)
          .entity(
              Problem.of(
                  UNSATISFIABLE,
                  "range_not_satisfiable",
                  "The file has " + file.size() + " bytes, and the range begins behind them."))
          .build();
    }
    ByteRange part = range.orElse(new ByteRange(0, file.size()));
    Response.ResponseBuilder response =
        headers(Response.status(range.isPresent() ? PARTIAL : 200), stored)
            .type(type(file.mediaType()))
            .header(HttpHeaders.CONTENT_LENGTH, part.length())
            // Compressed, a range would mean something else.
            .header(HttpHeaders.CONTENT_ENCODING, "identity")
            .header(HttpHeaders.CONTENT_DISPOSITION, disposition(file.path()));
    range.ifPresent(given -> response.header("Content-Range", given.header(file.size())));
    boolean head = request.getMethod().equals(HttpMethod.HEAD);
    StreamingOutput body =
        output -> {
          if (head) {
            return; // what is written here goes nowhere, and isn't worth reading
          }
          try (InputStream content = files.read(caller, stored, part.offset(), part.length())) {
            content.transferTo(output);
          }
        };
    return response.entity(body).build();
  }

  private static Response.ResponseBuilder headers(
      Response.ResponseBuilder response, StoredFile stored) {
    return response
        .header(HttpHeaders.ETAG, ContentTags.tag(stored.contentId()))
        .header("Accept-Ranges", "bytes")
        .header("Perdure-File-Version", stored.file().version())
        .header("Content-Security-Policy", "default-src 'none'; sandbox");
  }

  private static String type(String mediaType) {
    String bare = mediaType.split(";", 2)[0].strip();
    return ACTIVE.contains(bare) ? MediaType.APPLICATION_OCTET_STREAM : mediaType;
  }

  private static String disposition(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String plain = name.replaceAll("[^A-Za-z0-9._ -]", "_");
    String encoded = URLEncoder.encode(name, UTF_8).replace("+", "%20").replace("*", "%2A");
    return "attachment; filename=\"%s\"; filename*=UTF-8''%s".formatted(plain, encoded);
  }
}
