package dev.perdure.core.skill;

/**
 * A result that is kept beside the transcript, for people to look at: a table, a chart, a long
 * text.
 *
 * @param name for people, such as {@code sales-by-month.csv}
 * @param mediaType such as {@code text/csv}; the console draws {@link #CHART}
 * @param content the whole text
 */
public record ToolArtifact(String name, String mediaType, String content) {

  /**
   * A chart: JSON with {@code type} ({@code bar}, {@code line}, {@code area}, {@code pie}, {@code
   * scatter}), {@code title}, {@code x} (a field), {@code y} (fields) and {@code rows} (objects).
   */
  public static final String CHART = "application/vnd.perdure.chart+json";

  /** A table: JSON with {@code columns} ({@code name}, {@code type}) and {@code rows} (arrays). */
  public static final String TABLE = "application/vnd.perdure.table+json";
}
