package dev.perdure.store;

import static dev.perdure.store.FilesFixture.by;
import static dev.perdure.store.FilesFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.workspace.Expected;
import dev.perdure.core.workspace.WorkspaceSettings;
import dev.perdure.core.workspace.WorkspaceUsage;
import dev.perdure.testkit.TestCipher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What files may take, and what gives way; also when many are written at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkspaceRoomTest {

  private static final Duration MONTH = Duration.ofDays(30);

  private final StoreFixture fixture = new StoreFixture(WorkspaceRoomTest.class);
  private final Caller caller = fixture.caller();

  @AfterAll
  void close() {
    fixture.close();
  }

  /** A session may have 100 bytes in 4 files, a file 60 bytes; an organization 250 and 9. */
  private FilesFixture small() {
    return FilesFixture.small(
        fixture, TestCipher.asTold(), new WorkspaceSettings(100, 4, 3, MONTH, MONTH), 250, 9, 60);
  }

  private static String code(ThrowingCallable what) {
    return FilesFixture.code(catchThrowable(what));
  }

  private static String bytes(int count, int which) {
    return Character.toString('a' + which).repeat(count);
  }

  @Test
  void aFileThatIsTooLargeIsRefusedAndNotKept() {
    FilesFixture files = small();
    Caller own = fixture.caller();
    UUID session = files.session(own);
    assertThat(code(() -> files.put(own, session, "a", bytes(61, 0)))).isEqualTo("file_too_large");
    assertThat(files.contents(own)).isZero();
    files.put(own, session, "a", bytes(60, 0));
  }

  @Test
  void theTrashGivesWayAndThenOldVersionsAndThenItIsFull() {
    FilesFixture files = small();
    Caller own = fixture.caller();
    UUID session = files.session(own);
    files.put(own, session, "a", bytes(30, 0));
    files.put(own, session, "a", bytes(30, 1));
    files.put(own, session, "t", bytes(30, 2));
    files.call(own, session, "d").delete("t");
    assertThat(files.store().usage(own.orgId(), session))
        .isEqualTo(new WorkspaceUsage(90, 2, 1, 100, 4, 60));
    files.put(own, session, "b", bytes(30, 3));
    assertThat(files.trash(own, session)).isEmpty();
    assertThat(files.store().versions(own.orgId(), session, "a")).hasSize(2);
    files.put(own, session, "c", bytes(40, 4));
    assertThat(files.store().versions(own.orgId(), session, "a")).hasSize(1);
    assertThat(code(() -> files.put(own, session, "d", "x"))).isEqualTo("workspace_full");
    assertThat(files.paths(own, session)).containsExactly("a", "b", "c");
    assertThat(files.store().usage(own.orgId(), session).bytes()).isEqualTo(100);
  }

  @Test
  void whatWouldNotMakeRoomEnoughStays() {
    FilesFixture files = small();
    Caller own = fixture.caller();
    UUID session = files.session(own);
    files.put(own, session, "a", bytes(30, 0));
    files.put(own, session, "a", bytes(30, 1));
    files.store().restoreVersion(own.orgId(), by(own), session, "a", 1);
    // The first version would give no room: the third has its content.
    assertThat(code(() -> files.put(own, session, "b", bytes(60, 2)))).isEqualTo("done");
    assertThat(files.store().versions(own.orgId(), session, "a"))
        .extracting(v -> v.file().version())
        .containsExactly(3);
    files.call(own, session, "d").delete("a");
    files.put(own, session, "c", bytes(10, 3));
    assertThat(code(() -> files.put(own, session, "b", bytes(60, 4)))).isEqualTo("done");
    assertThat(files.trash(own, session)).isEmpty();
    assertThat(code(() -> files.put(own, session, "e", bytes(50, 5)))).isEqualTo("workspace_full");
    files.put(own, session, "c", bytes(11, 6));
    assertThat(code(() -> files.put(own, session, "e", bytes(60, 5)))).isEqualTo("workspace_full");
    assertThat(files.store().versions(own.orgId(), session, "c"))
        .as("what would give way stays, when it would not do")
        .hasSize(2);
  }

  @Test
  void howeverMuchHasToGoItGoesAtOnce() {
    FilesFixture files =
        FilesFixture.small(
            fixture,
            TestCipher.asTold(),
            new WorkspaceSettings(1_000_000, 10_000, 3, MONTH, MONTH),
            1_000_000,
            100,
            60);
    Caller own = fixture.caller();
    UUID session = files.session(own);
    files.put(own, session, "a", "a");
    trash(own, session, 3000);
    long from = System.nanoTime();
    files.put(own, session, "b", "b");
    System.out.printf(
        "room for one file made by purging 2902: %d ms%n", (System.nanoTime() - from) / 1_000_000);
    assertThat(files.count(own, "workspace_files")).isEqualTo(100);
    assertThat(files.paths(own, session)).containsExactly("a", "b");
  }

  /** Puts files of a byte each into the trash. */
  private void trash(Caller own, UUID session, int count) {
    String made =
        "WITH one AS (SELECT gen_random_uuid() AS id, n FROM generate_series(1, :count) n), "
            + "c AS (INSERT INTO workspace_contents (org_id, id, store, data_key, bytes)"
            + " SELECT :org, id, 'postgres', 'x', 1 FROM one), "
            + "f AS (INSERT INTO workspace_files"
            + " (org_id, id, session_id, path, path_key, version, revision, deleted_at)"
            + " SELECT :org, id, :session, 't' || n, decode(lpad(to_hex(n), 8, '0'), 'hex'), 1, 1,"
            + " now() FROM one) "
            + "INSERT INTO workspace_versions"
            + " (org_id, file_id, version, content_id, bytes, media_type, sha256)"
            + " SELECT :org, id, 1, id, 1, 'text/plain', 'x' FROM one";
    fixture
        .sql()
        .useHandle(handle ->
            handle
                .createUpdate(made)
                .bind("org", own.orgId().value())
                .bind("session", session)
                .bind("count", count)
                .execute());
  }

  @Test
  void whatIsOldestAndFreesLittleDoesNotStandBeforeWhatFreesEnough() {
    FilesFixture files =
        FilesFixture.small(
            fixture,
            TestCipher.asTold(),
            new WorkspaceSettings(1_000_000, 100_000, 3, MONTH, MONTH),
            15_000,
            100_000,
            10_000);
    Caller own = fixture.caller();
    UUID session = files.session(own);
    files.put(own, session, "large", bytes(4000, 0));
    trash(own, session, 10_500);
    files.call(own, session, "d").delete("large");
    long from = System.nanoTime();
    // More than all of the small ones there are before the large one that are looked at at once.
    assertThat(code(() -> files.put(own, session, "b", bytes(10_000, 1)))).isEqualTo("done");
    System.out.printf(
        "room made by purging what was looked at in two goes: %d ms%n",
        (System.nanoTime() - from) / 1_000_000);
    assertThat(files.count(own, "workspace_files")).as("no more went than had to").isEqualTo(1002);
    files.put(own, session, "c", bytes(5000, 2));
    assertThat(code(() -> files.put(own, session, "d", "x"))).isEqualTo("workspace_full");
  }

  @Test
  void aForkHasNoMoreFilesThanThereIsRoomFor() {
    FilesFixture files = small();
    Caller own = fixture.caller();
    UUID session = files.session(own);
    for (int i = 0; i < 4; i++) {
      files.put(own, session, "f" + i, "x" + i);
    }
    fork(files, own, session);
    UUID more = files.session(own);
    files.put(own, more, "trashed", "t");
    files.call(own, more, "d").delete("trashed");
    assertThat(code(() -> fork(files, own, session))).isEqualTo("workspace_full");
    assertThat(files.count(own, "workspace_files")).isEqualTo(9);
  }

  private void fork(FilesFixture files, Caller own, UUID session) {
    UUID fork = files.session(own);
    fixture
        .db()
        .inOrg(
            own.orgId(),
            handle -> {
              files.fork().copy(handle, own.orgId(), session, fork);
              return fork;
            });
  }

  @Test
  void noMoreFilesThanMayBe() {
    FilesFixture files = small();
    Caller own = fixture.caller();
    UUID session = files.session(own);
    for (int i = 0; i < 4; i++) {
      files.put(own, session, "f" + i, "x" + i);
    }
    assertThat(code(() -> files.put(own, session, "f4", "x"))).isEqualTo("workspace_full");
    files.call(own, session, "d").delete("f0");
    files.put(own, session, "f4", "x");
    UUID second = files.session(own);
    UUID third = files.session(own);
    for (int i = 0; i < 4; i++) {
      files.put(own, second, "f" + i, "x" + i);
    }
    files.put(own, third, "f0", "y");
    assertThat(code(() -> files.put(own, third, "f1", "y"))).isEqualTo("workspace_full");
  }

  @Test
  void ofAFileTheLastVersionsAreKept() {
    FilesFixture files = small();
    Caller own = fixture.caller();
    UUID session = files.session(own);
    for (int i = 0; i < 6; i++) {
      files.put(own, session, "a", bytes(10, i));
    }
    assertThat(files.store().versions(own.orgId(), session, "a"))
        .extracting(v -> v.file().version())
        .containsExactly(6, 5, 4);
    files.files().upkeep().sweep(own.orgId());
    assertThat(files.contents(own)).isEqualTo(3);
  }

  @Test
  void ofManyAtOnceNoMoreGoInThanThereIsRoomFor() throws Exception {
    FilesFixture files = small();
    Caller own = fixture.caller();
    List<UUID> sessions = IntStream.range(0, 4).mapToObj(_ -> files.session(own)).toList();
    List<String> outcomes =
        atOnce(16, i -> put(files, own, sessions.get(i % 4), "f" + i, bytes(40, i)));
    assertThat(outcomes).filteredOn("done"::equals).hasSize(6);
    assertThat(outcomes).allMatch(o -> o.equals("done") || o.equals("workspace_full"));
    long kept =
        fixture.db().inOrg(own.orgId(), handle -> OrganizationRoom.bytes(handle, own.orgId()));
    assertThat(kept).isEqualTo(240);
    assertThat(files.contents(own)).isEqualTo(6);
  }

  @Test
  void ofTwoWhoExpectOneVersionOneSucceeds() throws Exception {
    FilesFixture files = FilesFixture.of(fixture, TestCipher.asTold());
    UUID session = files.session(caller);
    files.put(caller, session, "a", "0");
    List<String> outcomes =
        atOnce(
            8,
            i ->
                code(() ->
                    files
                        .store()
                        .write(
                            caller.orgId(),
                            by(caller),
                            session,
                            "a",
                            text("new " + i),
                            new Expected.Version(1))));
    assertThat(outcomes).filteredOn(o -> o.equals("file_version_conflict")).hasSize(7);
    assertThat(files.store().versions(caller.orgId(), session, "a")).hasSize(2);
  }

  @Test
  void manyWritersOfOnePathMakeAVersionEach() throws Exception {
    FilesFixture files = FilesFixture.of(fixture, TestCipher.asTold());
    UUID session = files.session(caller);
    assertThat(atOnce(8, i -> put(files, caller, session, "b", "new " + i)))
        .allMatch("done"::equals);
    assertThat(files.store().versions(caller.orgId(), session, "b")).hasSize(8);
  }

  private static String put(
      FilesFixture files, Caller caller, UUID session, String path, String text) {
    try {
      files.put(caller, session, path, text);
      return "done";
    } catch (PerdureException e) {
      return e.error().code();
    }
  }

  private static List<String> atOnce(int count, IntFunction<String> work) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      List<Future<String>> all =
          IntStream.range(0, count).mapToObj(i -> threads.submit(() -> work.apply(i))).toList();
      List<String> outcomes = new ArrayList<>();
      for (Future<String> one : all) {
        outcomes.add(one.get());
      }
      return outcomes;
    }
  }
}
