package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.testkit.TestCipher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** What is said in the rows of an organization, read in the clear however it is kept. */
final class Spoken {

  private final StoreFixture fixture;
  private final Bodies bodies;
  private final boolean encrypted;

  Spoken(Class<?> test, boolean encrypted) {
    MessageEncryption messages = new MessageEncryption(new TestCipher(), encrypted);
    this.fixture = new StoreFixture(test, messages);
    this.bodies = new Bodies(messages);
    this.encrypted = encrypted;
  }

  /** Over a database of its own, where messages are kept so. */
  StoreFixture fixture() {
    return fixture;
  }

  /** Writes or overwrites a value, as it is kept here. */
  void say(OrgId orgId, Body body, String value) {
    fixture
        .sql()
        .useHandle(handle -> {
          String id = values(handle, orgId, body, "true").getFirst().id();
          new MaskedBodies(bodies).write(handle, orgId, body, id, value);
        });
  }

  private record Value(String id, String stored) {}

  private static List<Value> values(Handle handle, OrgId orgId, Body body, String which) {
    String sql =
        "SELECT concat_ws('/', %1$s) AS id, coalesce(%2$s::text, '') AS stored FROM %3$s"
                .formatted(body.rows().keys(), body.column(), body.table())
            + " WHERE org_id = :org AND "
            + which
            + " ORDER BY 1";
    return handle
        .createQuery(sql)
        .bind("org", orgId.value())
        .map((rs, ctx) -> new Value(rs.getString("id"), rs.getString("stored")))
        .list();
  }

  private static List<Value> values(Handle handle, OrgId orgId, Body body) {
    return values(handle, orgId, body, body.column() + " IS NOT NULL");
  }

  /** Rows that hold a text, by table. */
  Map<String, List<String>> holding(OrgId orgId, String text) {
    Map<String, List<String>> found = new TreeMap<>();
    fixture
        .sql()
        .useHandle(handle -> {
          for (String table : Schema.tables(handle)) {
            handle
                .createQuery(
                    "SELECT t::text FROM "
                        + table
                        + " t WHERE org_id = :org AND t::text ILIKE :text")
                .bind("org", orgId.value())
                .bind("text", "%" + text + "%")
                .mapTo(String.class)
                .forEach(row -> found.computeIfAbsent(table, _ -> new ArrayList<>()).add(row));
          }
          for (Body body : Body.values()) {
            for (Value value : values(handle, orgId, body)) {
              String said = bodies.read(orgId, body, value.id(), value.stored());
              if (said.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT))) {
                found.computeIfAbsent(body.table(), _ -> new ArrayList<>()).add(said);
              }
            }
          }
        });
    return found;
  }

  /** All that is said can be read, and is kept as it is to be; what is empty may be as it was. */
  void isKeptAsItIsToBe(OrgId orgId) {
    fixture
        .sql()
        .useHandle(handle -> {
          for (Body body : Body.values()) {
            assertThat(values(handle, orgId, body))
                .as(body.name())
                .filteredOn(value -> !value.stored().equals("{}"))
                .allMatch(value -> value.stored().startsWith(Bodies.prefix(body)) == encrypted);
          }
        });
  }

  /** How many values there are. */
  int count(OrgId orgId, Body body) {
    return fixture.sql().withHandle(handle -> values(handle, orgId, body).size());
  }
}
