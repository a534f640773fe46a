package dev.perdure.skills.builtin.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** A workbook of three sheets, one of them empty. */
final class TestWorkbook {

  private TestWorkbook() {}

  static byte[] bytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(bytes, "Perdure", "1.0")) {
      Worksheet orders = book.newWorksheet("Orders");
      orders.value(0, 0, "item");
      orders.value(0, 1, "price");
      orders.value(0, 2, "ordered");
      orders.value(1, 0, "tea, \"green\"");
      orders.value(1, 1, 1.75);
      orders.value(1, 2, LocalDate.of(2026, 1, 2));
      orders.style(1, 2).format("yyyy-MM-dd").set();
      orders.value(2, 0, "cake");
      orders.value(2, 1, 2.5);
      orders.value(2, 2, LocalDate.of(2026, 1, 3));
      orders.style(2, 2).format("yyyy-MM-dd").set();
      book.newWorksheet("Nothing");
      Worksheet notes = book.newWorksheet("Notes");
      notes.value(0, 0, "note");
      notes.value(0, 1, "number");
      notes.value(1, 0, "hello");
      notes.value(1, 1, 1);
    }
    return bytes.toByteArray();
  }

  /** Two sheets of the same long text, over and over: small here, 42 MB each as CSV. */
  static byte[] large() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(bytes, "Perdure", "1.0")) {
      for (String name : List.of("One", "Two")) {
        Worksheet sheet = book.newWorksheet(name);
        for (int row = 0; row < 1_400; row++) {
          sheet.value(row, 0, "x".repeat(30_000));
        }
      }
    }
    return bytes.toByteArray();
  }
}
