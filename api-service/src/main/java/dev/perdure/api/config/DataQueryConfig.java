package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.skills.builtin.data.table.QueryLimits;
import io.dropwizard.util.Duration;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What queries of the skill {@code data_query} may take on one worker.
 *
 * @param folder where files are copied to while they are queried
 */
public record DataQueryConfig(QueryLimits limits, Path folder) {

  @JsonCreator
  static DataQueryConfig of(
      @JsonProperty("time") @Nullable Duration time,
      @JsonProperty("memoryMb") @Nullable Integer memoryMb,
      @JsonProperty("spillMb") @Nullable Integer spillMb,
      @JsonProperty("inputMb") @Nullable Integer inputMb,
      @JsonProperty("rows") @Nullable Integer rows,
      @JsonProperty("resultKb") @Nullable Integer resultKb,
      @JsonProperty("concurrent") @Nullable Integer concurrent,
      @JsonProperty("folder") @Nullable String folder) {
    QueryLimits usual = QueryLimits.DEFAULT;
    try {
      return new DataQueryConfig(
          new QueryLimits(
              time == null ? usual.time() : Defaults.java(time),
              Defaults.or(memoryMb, usual.memoryMb()),
              Defaults.or(spillMb, usual.spillMb()),
              Defaults.or(inputMb, usual.inputMb()),
              Defaults.or(rows, usual.rows()),
              Defaults.or(resultKb, usual.resultKb()),
              Defaults.or(concurrent, usual.concurrent())),
          Path.of(Defaults.text(folder, usualFolder())));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("dataQuery: " + e.getMessage(), e);
    }
  }

  /** Each user of a machine has one: nobody reads another's. */
  private static String usualFolder() {
    return Path.of(
            System.getProperty("java.io.tmpdir"),
            "perdure-queries-" + System.getProperty("user.name", "service"))
        .toString();
  }
}
