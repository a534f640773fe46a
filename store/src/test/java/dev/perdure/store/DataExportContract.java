package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.port.MessageBodies.Change;
import dev.perdure.core.run.RunError;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.testkit.TestCipher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** All is taken out in the clear, however what is said is kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DataExportContract {

  private static final String WORD = "saidbysomebody";

  private final Json json = new Json();
  private final Spoken spoken;
  private final StoreFixture fixture;
  private final Caller owner;
  private final Caller stranger;
  private final boolean encrypted;

  DataExportContract(boolean encrypted) {
    this.encrypted = encrypted;
    spoken = new Spoken(getClass(), encrypted);
    fixture = spoken.fixture();
    owner = fixture.caller();
    stranger = fixture.caller();
  }

  @BeforeAll
  void fill() {
    EveryTable.fill(fixture, owner);
    EveryTable.fill(fixture, stranger);
    RunError error = new RunError("code", WORD, null);
    OrgId orgId = owner.orgId();
    spoken.say(orgId, Body.SESSION_TITLE, WORD);
    spoken.say(orgId, Body.SESSION_METADATA, "{\"key\":\"" + WORD + "\"}");
    spoken.say(orgId, Body.RUN_OUTPUT, WORD);
    spoken.say(orgId, Body.RUN_ERROR, Objects.requireNonNull(json.error(error)));
    spoken.say(orgId, Body.STEP_GIVEN, json.output(ToolOutput.of(WORD)));
    spoken.say(orgId, Body.STEP_ERROR, Objects.requireNonNull(json.error(error)));
    spoken.say(orgId, Body.COMMAND, json.object(Map.of("text", WORD)));
    spoken.say(orgId, Body.INTERRUPT_SETTLEMENT, json.object(Map.of("text", WORD)));
    spoken.say(orgId, Body.EFFECT_UNDO_MESSAGE, WORD);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private record Line(String type, Map<String, Object> fields) {}

  private List<Line> export(Caller of, @Nullable UUID user) {
    List<Line> lines = new ArrayList<>();
    Map<String, Long> counts =
        fixture
            .store()
            .exports()
            .write(of.orgId(), user, (type, fields) -> lines.add(new Line(type, fields)));
    Map<String, Long> counted = new LinkedHashMap<>();
    counts.keySet().forEach(type -> counted.put(type, 0L));
    lines.forEach(line -> counted.merge(line.type(), 1L, Long::sum));
    assertThat(counted).as("what the last line says").isEqualTo(counts);
    return lines;
  }

  @Test
  void hasEveryRowOfEveryExportedTable() {
    List<Line> lines = export(owner, null);
    for (ExportedTable table : new ExportedTables(json).all()) {
      Long rows =
          fixture
              .sql()
              .withHandle(handle -> EveryTable.count(handle, table.table(), owner.orgId().value()));
      assertThat(rows).as(table.table()).isPositive();
      assertThat(lines.stream().filter(line -> line.type().equals(table.type())))
          .as(table.table())
          .hasSize(Math.toIntExact(rows));
    }
  }

  @Test
  void readsWhatIsStoredAsTheRestOfTheStoreDoes() {
    List<Line> lines = export(owner, null);
    Line message = only(lines, "message", "role", "user");
    assertThat(message.fields().get("content")).isEqualTo(List.of(new ContentPart.Text("hello")));
    assertThat(lines).extracting(Line::type).startsWith("organization").endsWith("audit_entry");
    assertThat(lines.getFirst().fields()).containsEntry("org_id", owner.orgId().value());
  }

  @Test
  void givesAllThatIsSaidInTheClearHoweverItIsKept() {
    OrgId orgId = owner.orgId();
    spoken.isKeptAsItIsToBe(orgId);
    List<Line> lines = export(owner, null);
    for (Body body : Body.values()) {
      int kept = spoken.count(orgId, body);
      assertThat(kept).as("the test has a value for %s", body).isPositive();
      if (ExportedTables.LEFT_OUT.containsKey(body.table())) {
        continue;
      }
      ExportedTable table =
          new ExportedTables(json)
              .all().stream()
                  .filter(each -> each.table().equals(body.table()))
                  .findFirst()
                  .orElseThrow();
      assertThat(lines)
          .filteredOn(line -> line.type().equals(table.type()))
          .extracting(line -> line.fields().get(body.column()))
          .as(body.name())
          .filteredOn(Objects::nonNull)
          .hasSize(kept)
          .noneMatch(value -> value.toString().contains("pdr$"));
    }
    assertThat(lines.toString().split(WORD, -1)).hasSize(10);
    assertThat(lines.toString()).contains("whole", "digest", "Looking.", "Idle", "a.txt");
    change(encrypted ? new Change.Decrypt() : new Change.Encrypt());
    assertThat(export(owner, null)).isEqualTo(lines);
  }

  /** Keeps all that is said otherwise. */
  private void change(Change change) {
    var bodies = fixture.messageBodies(new TestCipher());
    String place = null;
    do {
      place = bodies.change(owner.orgId(), change, place).next();
    } while (place != null);
  }

  @Test
  void hasNothingOfAnotherOrganization() {
    String theirs = stranger.orgId().toString();
    assertThat(export(stranger, null).toString()).contains(theirs);
    assertThat(export(owner, null).toString()).doesNotContain(theirs);
    assertThat(export(owner, stranger.userId())).isEmpty();
  }

  @Test
  void ofAUserHasWhatIsAboutAndByThem() {
    Caller org = fixture.caller();
    AdminFixture admin = new AdminFixture(fixture);
    var by = AdminFixture.owner(org);
    var ada = admin.user(by, "developer");
    var bob = admin.user(by, "developer");
    Caller asAda = new Caller(org.orgId(), ada.id(), org.credential(), org.permissions());
    Caller asBob = new Caller(org.orgId(), bob.id(), org.credential(), org.permissions());
    UUID agent = fixture.agent(org).id();
    var own = fixture.begun(fixture.start(asAda, agent, null, "mine"));
    var others = fixture.begun(fixture.start(asBob, agent, null, "not mine"));
    var elsewhere = fixture.start(asAda, agent, others.sessionId(), "mine too");
    List<Line> lines = export(org, ada.id());
    assertThat(ids(lines, "user")).containsExactly(ada.id());
    assertThat(ids(lines, "session")).containsExactly(own.sessionId());
    assertThat(ids(lines, "run")).containsExactlyInAnyOrder(own.id(), elsewhere.id());
    assertThat(lines.toString()).contains("mine too").doesNotContain("not mine", bob.name());
    assertThat(lines)
        .filteredOn(line -> line.type().equals("audit_entry"))
        .extracting(line -> line.fields().get("action"))
        .containsExactly("user.create");
    assertThat(lines).noneMatch(line -> line.type().equals("quotas"));
  }

  /** Also while rows come and go. */
  @Test
  void isOfOneMoment() {
    Caller org = fixture.caller();
    fixture.running(org);
    List<String> types = new ArrayList<>();
    fixture
        .store()
        .exports()
        .write(
            org.orgId(),
            null,
            (type, fields) -> {
              if (types.isEmpty()) {
                CompletableFuture.runAsync(() -> fixture.running(org)).join();
              }
              types.add(type);
            });
    assertThat(types).filteredOn("run"::equals).hasSize(1);
    assertThat(export(org, null)).filteredOn(line -> line.type().equals("run")).hasSize(2);
  }

  @Test
  void keepsFewRowsInMemoryHoweverManyThereAre() {
    Caller org = fixture.caller();
    UUID session = fixture.running(org).sessionId();
    // 40 MB of artifacts: more than the test would notice, if the driver kept them all.
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                """
                INSERT INTO artifacts (org_id, id, session_id, run_id, step_id, name, media_type,
                                       content, bytes, sha256)
                SELECT r.org_id, gen_random_uuid(), r.session_id, r.id, 's', 'n', 'text/plain',
                       repeat(md5(n::text), 3125), 100000, ''
                FROM runs r, generate_series(1, 400) n WHERE r.session_id = ?
                """,
                session));
    long[] fetched = {0};
    fixture
        .store()
        .exports()
        .write(
            org.orgId(),
            null,
            (type, fields) -> {
              if (type.equals("artifact")) {
                fetched[0]++;
              }
              if (fetched[0] == 1) {
                // The rest has not been sent by the server yet: the cursor is open there.
                assertThat(openPortals()).isPositive();
              }
            });
    assertThat(fetched[0]).isEqualTo(400);
  }

  private long openPortals() {
    return fixture
        .sql()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'store-test'"
                        + " AND state = 'idle in transaction' AND query LIKE '%FROM artifacts%'")
                .mapTo(Long.class)
                .one());
  }

  @Test
  void aReaderThatFailsEndsItAndLeavesNothingBehind() {
    assertThatThrownBy(() ->
            fixture
                .store()
                .exports()
                .write(
                    owner.orgId(),
                    null,
                    (type, fields) -> {
                      throw new IllegalStateException("the client is gone");
                    }))
        .hasMessage("the client is gone");
    assertThat(export(owner, null)).isNotEmpty();
  }

  private static List<Object> ids(List<Line> lines, String type) {
    return lines.stream()
        .filter(line -> line.type().equals(type))
        .map(line -> line.fields().get("id"))
        .toList();
  }

  private static Line only(List<Line> lines, String type, String field, Object value) {
    return lines.stream()
        .filter(line -> line.type().equals(type) && value.equals(line.fields().get(field)))
        .findFirst()
        .orElseThrow();
  }
}
