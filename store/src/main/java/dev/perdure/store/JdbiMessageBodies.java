package dev.perdure.store;

import dev.perdure.core.port.MessageBodies;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through every column of {@link Body}, some hundred rows at a time, of large ones a few, in
 * the order of their keys. Each value is changed in a transaction of its own, so that no row is
 * locked for longer than by any other.
 */
final class JdbiMessageBodies implements MessageBodies {

  private final Db db;
  private final Bodies bodies;
  private final Json json;

  JdbiMessageBodies(Db db, Bodies bodies, Json json) {
    this.db = db;
    this.bodies = bodies;
    this.json = json;
  }

  /** A row; without its value when that is as it shall be. */
  private record Row(String id, @Nullable String value) {}

  @Override
  public Part change(OrgId orgId, Change change, @Nullable String from) {
    Place place = from == null ? Place.FIRST : Place.of(from);
    List<Row> rows = rows(orgId, place, change);
    int changed = 0;
    for (Row row : rows) {
      String value = row.value();
      changed += value == null ? 0 : change(orgId, place.body(), change, row.id(), value);
    }
    Place next =
        rows.size() < place.body().rows().atOnce()
            ? place.nextColumn()
            : place.after(rows.getLast().id());
    return new Part(changed, next == null ? null : next.toString());
  }

  /**
   * How far it has come.
   *
   * @param after the last row of the column that was done; null when none was
   */
  private record Place(Body body, @Nullable String after) {

    private static final List<Body> ALL = List.of(Body.values());

    static final Place FIRST = new Place(ALL.getFirst(), null);

    static Place of(String text) {
      int space = text.indexOf(' ');
      String after = text.substring(space + 1);
      return new Place(Body.valueOf(text.substring(0, space)), after.isEmpty() ? null : after);
    }

    Place after(String id) {
      return new Place(body, id);
    }

    @Nullable Place nextColumn() {
      int next = ALL.indexOf(body) + 1;
      return next == ALL.size() ? null : new Place(ALL.get(next), null);
    }

    @Override
    public String toString() {
      return body.name() + " " + (after == null ? "" : after);
    }
  }

  private List<Row> rows(OrgId orgId, Place place, Change change) {
    Body body = place.body();
    String sql =
        """
        SELECT concat_ws('/', %1$s) AS id, CASE WHEN %2$s THEN value END AS value
        FROM (SELECT %1$s, %3$s::text AS value FROM %4$s
              WHERE org_id = :org %5$s
              ORDER BY %1$s LIMIT :rows) part
        ORDER BY %1$s
        """
            .formatted(
                body.rows().keys(),
                wanting(change),
                body.column(),
                body.table(),
                place.after() == null
                    ? ""
                    : "AND (%s) > (%s)".formatted(body.rows().keys(), body.rows().bound()));
    return db.inOrg(
        orgId,
        handle ->
            Body.Rows.named(handle.createQuery(sql), place.after())
                .bind("org", orgId.value())
                .bind("encrypted", Bodies.prefix(body))
                .bind(
                    "key",
                    change instanceof Change.EncryptAnew anew
                        ? Bodies.prefix(body, anew.keyId())
                        : null)
                .bind("rows", body.rows().atOnce())
                .map((rs, ctx) -> new Row(rs.getString("id"), rs.getString("value")))
                .list());
  }

  private static String wanting(Change change) {
    return switch (change) {
      case Change.Encrypt _ -> "NOT starts_with(value, :encrypted)";
      case Change.Decrypt _ -> "starts_with(value, :encrypted)";
      case Change.EncryptAnew _ ->
          "starts_with(value, :encrypted) AND NOT starts_with(value, :key)";
    };
  }

  private int change(OrgId orgId, Body body, Change change, String id, String value) {
    String clear = bodies.read(orgId, body, id, value);
    boolean decrypts = change instanceof Change.Decrypt;
    String anew = decrypts ? Bodies.clear(body, clear) : bodies.encrypted(orgId, body, id, clear);
    String cast = body.kind().cast;
    String sql =
        """
        UPDATE %1$s SET %2$s = :anew%3$s%4$s
        WHERE org_id = :org AND (%5$s) = (%6$s) AND %2$s = :value%3$s
        """
            .formatted(
                body.table(),
                body.column(),
                cast,
                beside(body),
                body.rows().keys(),
                body.rows().bound());
    return db.inOrg(
        orgId,
        handle ->
            Body.Rows.named(handle.createUpdate(sql), id)
                .bind("org", orgId.value())
                .bind("anew", anew)
                .bind("value", value)
                .bind(
                    "words",
                    decrypts && body == Body.MESSAGE
                        ? NewMessage.searchable(json.content(clear))
                        : null)
                .execute());
  }

  /** A command from before its choice was kept beside it keeps it now. */
  static final String CHOICE =
      ", choice = coalesce(choice, payload ->> 'operation', payload ->> 'mode')";

  /** What stands beside a value and goes with it; rows from before it was kept get it now. */
  private static String beside(Body body) {
    return switch (body) {
      case COMMAND -> CHOICE;
      case EVENT ->
          ", message_id = CASE WHEN type IN ('TEXT_MESSAGE_START', 'REASONING_START')"
              + " THEN coalesce(message_id, (:value::jsonb ->> 'messageId')::uuid) END";
      case MESSAGE ->
          ", words = CASE WHEN role <> 'tool' THEN to_tsvector('simple', :words::text) END";
      case STEP_ARGUMENTS ->
          ", approved = CASE WHEN approved = sha256(convert_to(:value, 'UTF8'))"
              + " THEN sha256(convert_to(:anew, 'UTF8')) ELSE approved END";
      default -> "";
    };
  }
}
