package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** No table, and no column, is forgotten by exports and erasures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasureTablesTest {

  private final StoreFixture fixture = new StoreFixture(ErasureTablesTest.class);
  private final List<ExportedTable> exported = new ExportedTables(new Json()).all();

  @AfterAll
  void close() {
    fixture.close();
  }

  private List<String> texts(String query) {
    return fixture.sql().withHandle(h -> h.createQuery(query).mapTo(String.class).list());
  }

  private List<String> tables() {
    return texts(
        """
        SELECT c.table_name FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema = 'public' AND c.column_name = 'org_id'
          AND t.table_type = 'BASE TABLE'
        """);
  }

  @Test
  void everyTableIsExportedOrLeftOutForAReason() {
    Set<String> known =
        exported.stream().map(ExportedTable::table).collect(Collectors.toCollection(HashSet::new));
    assertThat(known).doesNotContainAnyElementsOf(ExportedTables.LEFT_OUT.keySet());
    known.addAll(ExportedTables.LEFT_OUT.keySet());
    assertThat(known)
        .as("add the table to ExportedTables, or to its LEFT_OUT with a reason")
        .containsExactlyInAnyOrderElementsOf(tables());
  }

  @Test
  void everyColumnOfAnExportedTableIsExportedOrLeftOut() {
    for (ExportedTable table : exported) {
      List<String> known = new ArrayList<>(table.leftOut());
      table.columns().forEach(column -> known.add(column.name()));
      assertThat(known)
          .as("%s: add new columns to ExportedTables, with or without", table.table())
          .containsExactlyInAnyOrderElementsOf(
              texts(
                  "SELECT column_name FROM information_schema.columns"
                      + " WHERE table_schema = 'public' AND table_name = '"
                      + table.table()
                      + "'"));
    }
  }

  @Test
  void nothingSecretIsExported() {
    assertThat(exported)
        .allSatisfy(table ->
            assertThat(table.columns())
                .extracting(ExportedTable.Column::name)
                .doesNotContain("hash", "wrapped", "approved", "marker"));
    assertThat(
            EncryptedColumn.ALL.stream()
                .filter(column ->
                    exported.stream()
                        .filter(table -> table.table().equals(column.table()))
                        .noneMatch(table -> table.leftOut().contains(column.column()))))
        .isEmpty();
  }

  @Test
  void everyTableIsEmptiedOrGoesWithAnother() {
    List<String> known = new ArrayList<>(ErasedTables.names());
    known.addAll(ErasedTables.WITH_OTHERS.keySet());
    known.addAll(ErasedTables.LAST);
    assertThat(known)
        .as("add the table to ErasedTables, before what it refers to")
        .containsExactlyInAnyOrderElementsOf(tables());
    assertThat(ErasedTables.names()).containsAll(ErasedTables.WITH_OTHERS.values());
  }

  @Test
  void whatIsEmptiedFirstRefersToWhatComesLater() {
    List<String> order = ErasedTables.names();
    List<String> references =
        texts(
            """
            SELECT conrelid::regclass || ' ' || confrelid::regclass FROM pg_constraint
            WHERE contype = 'f' AND confdeltype = 'a' AND conrelid <> confrelid
            """);
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      String[] tables = reference.split(" ", -1);
      if (order.contains(tables[0]) && order.contains(tables[1])) {
        assertThat(order.indexOf(tables[0])).as(reference).isLessThan(order.indexOf(tables[1]));
      }
    }
  }
}
