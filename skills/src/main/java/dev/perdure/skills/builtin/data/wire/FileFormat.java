package dev.perdure.skills.builtin.data.wire;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Files that can be queried, by the ends of their names. */
public enum FileFormat {
  CSV(".csv", ".tsv", ".csv.gz", ".tsv.gz"),
  JSON(".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz"),
  PARQUET(".parquet"),
  EXCEL(".xlsx");

  private final String ends;

  FileFormat(String... ends) {
    this.ends = String.join(" ", ends);
  }

  /** The format of a file by its name; empty when it can't be queried. */
  public static Optional<FileFormat> of(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return Stream.of(values()).filter(format -> format.fits(name)).findFirst();
  }

  private boolean fits(String name) {
    return Stream.of(ends.split(" ", -1)).anyMatch(name::endsWith);
  }
}
