package dev.perdure.skills.builtin.data.child;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/** Writes the sheets of a workbook as CSV beside it: this DuckDB reads no Excel of itself. */
final class Workbooks {

  /** A sheet. */
  record Sheet(String name, Path csv) {}

  private static final int MOST_SHEETS = 20;
  private static final Pattern NOT_OF_A_DATE = Pattern.compile("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.");
  private static final Pattern DATE = Pattern.compile("[ymdhs]", Pattern.CASE_INSENSITIVE);

  private Workbooks() {}

  static List<Sheet> toCsv(Path workbook, Room room) throws IOException {
    List<Sheet> sheets = new ArrayList<>();
    try (ReadableWorkbook book =
            new ReadableWorkbook(workbook.toFile(), new ReadingOptions(true, false));
        Stream<org.dhatim.fastexcel.reader.Sheet> all = book.getSheets().limit(MOST_SHEETS)) {
      for (org.dhatim.fastexcel.reader.Sheet sheet : all.toList()) {
        Path csv = workbook.resolveSibling(workbook.getFileName() + "." + sheets.size() + ".csv");
        if (write(sheet, csv, room)) {
          sheets.add(new Sheet(sheet.getName(), csv));
        }
      }
    }
    return sheets;
  }

  /** False for an empty sheet. */
  private static boolean write(org.dhatim.fastexcel.reader.Sheet sheet, Path csv, Room room)
      throws IOException {
    try (Stream<Row> rows = sheet.openStream();
        Writer out =
            new BufferedWriter(
                new OutputStreamWriter(
                    room.taking(Files.newOutputStream(csv)), StandardCharsets.UTF_8))) {
      rows.forEach(row -> write(row, out));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return Files.size(csv) > 0;
  }

  private static void write(Row row, Writer out) {
    try {
      for (int i = 0; i < row.getCellCount(); i++) {
        out.write(i == 0 ? "" : ",");
        out.write(quoted(text(row.getCell(i))));
      }
      out.write("\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(@Nullable Cell cell) {
    Object value = cell == null || cell.getType() == CellType.ERROR ? null : cell.getValue();
    if (cell == null || value == null) {
      return "";
    }
    return value instanceof BigDecimal number
        ? isDate(cell.getDataFormatString()) ? date(cell) : number.toPlainString()
        : value.toString();
  }

  private static boolean isDate(@Nullable String format) {
    return format != null
        && !format.equalsIgnoreCase("general")
        && DATE.matcher(NOT_OF_A_DATE.matcher(format).replaceAll("")).find();
  }

  private static String date(Cell cell) {
    LocalDateTime date = cell.asDate();
    return date.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? date.toLocalDate().toString()
        : date.toString();
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "" : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
