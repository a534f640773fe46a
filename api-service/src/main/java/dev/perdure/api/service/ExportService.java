package dev.perdure.api.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.body.ExportLine;
import dev.perdure.api.limits.OpenExports;
import dev.perdure.core.port.DataExport;
import dev.perdure.core.port.FileUpkeep;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Data taken out: of an organization, or of a user. */
public final class ExportService {

  /** A transaction that lasts keeps the database from clearing up. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final DataExport exports;
  private final FileUpkeep files;
  private final OpenExports open;
  private final ObjectMapper mapper;
  private final ExportLine lines;

  public ExportService(
      DataExport exports, FileUpkeep files, OpenExports open, ObjectMapper mapper) {
    this.exports = exports;
    this.files = files;
    this.open = open;
    this.mapper = mapper;
    this.lines = new ExportLine(mapper);
  }

  /**
   * One JSON object a line; the last is of the type {@code end}.
   *
   * @param userId only what is about or by this user
   */
  public StreamingOutput export(Requester by, @Nullable UUID userId) {
    OrgId orgId = by.orgId();
    open.require(orgId);
    exports.record(by.actor(), userId);
    return output -> {
      try (OpenExports.Slot _ = open.open(orgId)) {
        write(orgId, userId, output);
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    };
  }

  private void write(OrgId orgId, @Nullable UUID userId, OutputStream output) {
    long begun = System.nanoTime();
    Map<String, Long> counts =
        new LinkedHashMap<>(
            exports.write(
                orgId,
                userId,
                (type, fields) -> {
                  require(begun);
                  line(output, lines.of(type, fields));
                }));
    long pieces =
        files.export(
            orgId,
            userId,
            (content, offset, piece) -> {
              require(begun);
              line(output, lines.ofContent(content, offset, piece));
            });
    counts.put(ExportLine.FILE_CONTENT, pieces);
    line(output, lines.end(counts));
  }

  private static void require(long begun) {
    if (System.nanoTime() - begun > LONGEST.toNanos()) {
      throw new UncheckedIOException(new IOException("an export took longer than " + LONGEST));
    }
  }

  private void line(OutputStream output, JsonNode line) {
    try {
      output.write(mapper.writeValueAsBytes(line));
      output.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
