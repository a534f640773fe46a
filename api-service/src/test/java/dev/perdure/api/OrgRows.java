package dev.perdure.api;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.awaitility.Awaitility;

/** All rows of an organization, read behind the service's back. */
final class OrgRows {

  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final String TABLES =
      """
      SELECT c.table_name FROM information_schema.columns c
      JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND c.column_name = 'org_id'
        AND t.table_type = 'BASE TABLE'
      ORDER BY 1
      """;

  /** Using a key is noted, and so is a look at a run that waits; neither is a change. */
  private static final String ROWS =
      """
      SELECT '%1$s ' || (to_jsonb(t) - 'last_used_at' - 'checked_at')::text
      FROM %1$s t WHERE org_id = ?
      """;

  private static final String BUSY =
      """
      SELECT id::text FROM runs WHERE org_id = ?
        AND status NOT IN ('waiting', 'paused', 'succeeded', 'failed', 'cancelled', 'expired')
      UNION ALL SELECT subject::text FROM erasures WHERE org_id = ?
      """;

  private final DataSource admin;
  private final UUID orgId;
  private final String all;

  OrgRows(DataSource admin, UUID orgId) {
    this.admin = admin;
    this.orgId = orgId;
    this.all =
        query(TABLES, List.of()).stream()
            .map(ROWS::formatted)
            .collect(Collectors.joining(" UNION ALL "));
  }

  /** Every row as text, once nothing is under way any more. */
  Set<String> settled() {
    Awaitility.await("runs and erasures to settle")
        .atMost(Duration.ofSeconds(60))
        .until(() -> query(BUSY, List.of(orgId, orgId)).isEmpty());
    return now();
  }

  Set<String> now() {
    long parameters = all.chars().filter(c -> c == '?').count();
    return new TreeSet<>(query(all, Collections.nCopies((int) parameters, orgId)));
  }

  /** Rows that are in one and not in the other. */
  static Set<String> difference(Set<String> before, Set<String> after) {
    Set<String> changed = new TreeSet<>(before);
    changed.addAll(after);
    changed.removeIf(row -> before.contains(row) && after.contains(row));
    return changed;
  }

  /** Every id in rows. */
  static Set<String> ids(Collection<String> rows) {
    return rows.stream()
        .flatMap(row -> ID.matcher(row).results())
        .map(match -> match.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> query(String sql, List<UUID> parameters) {
    try (Connection connection = admin.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        statement.setObject(i + 1, parameters.get(i));
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet results = statement.executeQuery()) {
        while (results.next()) {
          rows.add(results.getString(1));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
