package dev.perdure.store;

import static dev.perdure.store.FilesFixture.by;
import static dev.perdure.store.FilesFixture.read;
import static dev.perdure.store.FilesFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ContentStore;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.workspace.Expected;
import dev.perdure.core.workspace.StoredFile;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What files of sessions do, wherever their contents are and however they are kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WorkspaceContract {

  private final StoreFixture fixture = new StoreFixture(getClass(), messages());
  private final FilesFixture files = FilesFixture.of(fixture, messages(), objects());
  private Caller caller = fixture.caller();
  private UUID session = files.session(caller);

  abstract MessageEncryption messages();

  abstract @Nullable ContentStore objects();

  @BeforeEach
  void aSessionOfANewOrganization() {
    caller = fixture.caller();
    session = files.session(caller);
  }

  @AfterAll
  void close() {
    fixture.close();
  }

  private Workspace call(String effect) {
    return files.call(caller, session, effect);
  }

  private static String code(org.assertj.core.api.ThrowableAssert.ThrowingCallable what) {
    return FilesFixture.code(catchThrowable(what));
  }

  @Test
  void eachChangeOfTheContentIsAVersionWithItsMaker() {
    WorkspaceFile first = call("e1").write("a/b.txt", text("one"), null);
    assertThat(first.version()).isEqualTo(1);
    assertThat(first.size()).isEqualTo(3);
    assertThat(first.mediaType()).isEqualTo("text/plain");
    files.put(caller, session, "a/b.txt", "two");
    assertThat(call("e2").write("a/b.txt", text("two"), null).version())
        .as("the same content is no change")
        .isEqualTo(2);
    List<StoredFile> versions = files.store().versions(caller.orgId(), session, "a/b.txt");
    assertThat(versions).extracting(v -> v.file().version()).containsExactly(2, 1);
    assertThat(versions.get(0).userId()).isEqualTo(caller.userId());
    assertThat(versions.get(1).effectKey()).isEqualTo("e1");
    assertThat(versions).extracting(v -> files.get(caller, v)).containsExactly("two", "one");
    assertThat(files.store().find(caller.orgId(), session, "a/b.txt", 1).orElseThrow().file())
        .isEqualTo(first);
    assertThat(files.store().find(caller.orgId(), session, "a/b.txt", 3)).isEmpty();
    assertThat(files.store().restoreVersion(caller.orgId(), by(caller), session, "a/b.txt", 1))
        .satisfies(restored -> {
          assertThat(restored.file().version()).isEqualTo(3);
          assertThat(restored.file().sha256()).isEqualTo(first.sha256());
        });
  }

  @Test
  void anyPartOfAFileCanBeRead() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < 200_000; i++) {
      text.append(i).append(' ');
    }
    call("e").write("long.txt", text(text.toString()), null);
    int piece = ChunkCipher.PLAIN;
    for (int[] part :
        new int[][] {
          {0, 10}, {piece - 3, 6}, {piece, 1}, {piece * 2 - 1, piece + 2}, {7, 150_000}
        }) {
      try (InputStream in = call("r").read("long.txt", part[0], part[1])) {
        assertThat(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
            .isEqualTo(text.substring(part[0], part[0] + part[1]));
      }
    }
    try (InputStream in = call("r").read("long.txt", text.length() - 4, 100)) {
      assertThat(in.readAllBytes()).hasSize(4);
    }
    try (InputStream in = call("r").read("long.txt", text.length() + 4, 100)) {
      assertThat(in.readAllBytes()).isEmpty();
    }
    files.put(caller, session, "empty", "");
    assertThat(files.get(caller, session, "empty")).isEmpty();
  }

  @Test
  void whatACallDidIsNotDoneAgainWhenItComesAgain() {
    List<WorkspaceFile> once = script(call("e"));
    long contents = files.contents(caller);
    assertThat(script(call("e"))).isEqualTo(once);
    assertThat(files.paths(caller, session)).containsExactly("kept/a.txt", "kept/b.txt");
    assertThat(read(call("x"), "kept/a.txt")).isEqualTo("1");
    assertThat(files.store().versions(caller.orgId(), session, "kept/a.txt")).hasSize(3);
    assertThat(files.contents(caller)).isEqualTo(contents);
  }

  /** Comes back to a content it had before, which is a change all the same. */
  private static List<WorkspaceFile> script(Workspace workspace) {
    List<WorkspaceFile> all = new ArrayList<>();
    all.add(workspace.write("a.txt", text("1"), 0));
    all.add(workspace.write("a.txt", text("2"), 1));
    all.add(workspace.write("a.txt", text("1"), 2));
    workspace.write("b.txt", text("b"), null);
    workspace.write("gone.txt", text("gone"), null);
    workspace.move("a.txt", "kept/a.txt");
    workspace.move("b.txt", "kept/b.txt");
    workspace.delete("gone.txt");
    return all.stream()
        .map(file ->
            new WorkspaceFile(
                "", file.version(), file.size(), file.mediaType(), file.sha256(), file.changedAt()))
        .toList();
  }

  @Test
  void whatWasExpectedToBeThereHasToBe() {
    assertThat(code(() -> call("e").write("a", text("x"), 1))).isEqualTo("file_version_conflict");
    call("e").write("a", text("x"), 0);
    assertThat(code(() -> call("f").write("a", text("y"), 0))).isEqualTo("file_version_conflict");
    assertThat(code(() -> call("f").write("a", text("x"), 0))).isEqualTo("file_version_conflict");
    UUID content = files.store().find(caller.orgId(), session, "a", null).orElseThrow().contentId();
    Expected stale = new Expected.Content(Set.of(UUID.randomUUID()));
    Expected fresh = new Expected.Content(Set.of(content));
    assertThat(
            code(() ->
                files.store().write(caller.orgId(), by(caller), session, "a", text("y"), stale)))
        .isEqualTo("file_version_conflict");
    files.store().write(caller.orgId(), by(caller), session, "a", text("y"), fresh);
    assertThat(code(() -> files.store().delete(caller.orgId(), by(caller), session, "a", fresh)))
        .isEqualTo("file_version_conflict");
    assertThat(files.contents(caller)).as("what was refused is not kept").isEqualTo(2);
  }

  @Test
  void aFileAndAFolderCantHaveOnePath() {
    call("e").write("a/b/c", text("x"), null);
    for (String path : List.of("a", "a/b", "a/b/c/d")) {
      assertThat(code(() -> call("f").write(path, text("y"), null))).isEqualTo("path_taken");
      assertThat(code(() -> call("f").move("a/b/c", path))).isIn("path_taken", "path_invalid");
    }
    call("e").write("z", text("z"), null);
    assertThat(code(() -> call("f").move("z", "a"))).isEqualTo("path_taken");
    assertThat(code(() -> call("f").move("a", "a/x"))).isEqualTo("path_invalid");
    assertThat(code(() -> call("f").move("nothing", "b"))).isEqualTo("file_not_found");
  }

  @Test
  void aFolderIsMovedDeletedAndRestoredWithAllBelowIt() {
    for (String path : List.of("in/one", "in/deep/two", "inner", "other")) {
      files.put(caller, session, path, path);
    }
    assertThat(call("e").list("in"))
        .extracting(WorkspaceFile::path)
        .containsExactly("in/deep/two", "in/one");
    assertThat(call("e").move("in", "out/there"))
        .extracting(WorkspaceFile::path)
        .containsExactly("out/there/deep/two", "out/there/one");
    assertThat(files.get(caller, session, "out/there/deep/two")).isEqualTo("in/deep/two");
    assertThat(call("e").delete("out")).hasSize(2);
    assertThat(files.paths(caller, session)).containsExactly("inner", "other");
    assertThat(files.trash(caller, session)).containsExactly("out/there/deep/two", "out/there/one");
    assertThat(code(() -> call("e2").delete("out"))).isEqualTo("file_not_found");
    assertThat(call("e3").restore("out/there")).hasSize(2);
    assertThat(code(() -> call("e4").restore("out/there"))).isEqualTo("file_not_found");
    assertThat(files.paths(caller, session)).hasSize(4);
  }

  @Test
  void ofSeveralDeletedFilesOfOnePathTheLastIsRestored() {
    for (String text : List.of("first", "second")) {
      files.put(caller, session, "a", text);
      call("d" + text).delete("a");
    }
    assertThat(call("r").restore("a")).hasSize(1);
    assertThat(files.get(caller, session, "a")).isEqualTo("second");
    assertThat(code(() -> call("r2").restore("a"))).isEqualTo("path_taken");
    assertThat(files.trash(caller, session)).containsExactly("a");
    assertThat(files.store().purge(Requester.of(caller), session, null)).isEqualTo(1);
    assertThat(files.trash(caller, session)).isEmpty();
  }

  @Test
  void aCallIsUndoneWithAllItDid() {
    files.put(caller, session, "edited", "before");
    files.put(caller, session, "moved", "m");
    files.put(caller, session, "deleted", "d");
    files.put(caller, session, "trashed", "t");
    call("earlier").delete("trashed");
    Workspace call = call("e");
    call.write("edited", text("after"), null);
    call.write("edited", text("after all"), null);
    call.write("new", text("n"), null);
    call.move("moved", "away/moved");
    call.delete("deleted");
    call.restore("trashed");
    call("e").undo();
    assertThat(files.paths(caller, session)).containsExactly("deleted", "edited", "moved");
    assertThat(files.get(caller, session, "edited")).isEqualTo("before");
    assertThat(files.trash(caller, session)).containsExactly("new", "trashed");
    call("e").undo();
    assertThat(files.get(caller, session, "edited")).isEqualTo("before");
    assertThat(files.store().versions(caller.orgId(), session, "edited")).hasSize(4);
  }

  @Test
  void whatSomebodyChangedSinceIsNotUndone() {
    files.put(caller, session, "a", "before");
    files.put(caller, session, "b", "before");
    call("e").write("a", text("call"), null);
    Workspace call = call("e");
    call.write("b", text("call"), null);
    files.put(caller, session, "c", "c");
    files.put(caller, session, "d", "d");
    call.delete("c");
    call.delete("d");
    files.store().purge(Requester.of(caller), session, "c");
    files.put(caller, session, "d", "person");
    files.put(caller, session, "a", "person");
    for (int i = 0; i < 2; i++) {
      // Also when the answer is lost, and it comes again.
      assertThatThrownBy(() -> call("e").undo())
          .isInstanceOfSatisfying(
              PerdureException.class, e -> assertThat(e.error().code()).isEqualTo("partly_undone"))
          .hasMessageContaining(
              "Left as they are: d has its place taken by something else; c was removed for good"
                  + " since; a was changed since.");
      assertThat(files.get(caller, session, "a")).isEqualTo("person");
      assertThat(files.get(caller, session, "b")).isEqualTo("before");
      assertThat(files.get(caller, session, "d")).isEqualTo("person");
    }
  }

  @Test
  void whatWasSoAlreadyIsNotDoneWhenTheCallComesAgain() {
    files.put(caller, session, "a", "same");
    call("e").write("a", text("same"), null);
    call("m").move("a", "a");
    files.put(caller, session, "a", "person");
    call("e").write("a", text("same"), null);
    assertThat(files.get(caller, session, "a")).isEqualTo("person");
    files.store().move(caller.orgId(), by(caller), session, "a", "b");
    assertThat(call("m").move("a", "a")).hasSize(1);
    call("e").undo();
    assertThat(files.get(caller, session, "b")).isEqualTo("person");
  }

  @Test
  void anAttemptKnowsWhatEarlierOnesChanged() {
    assertThat(call("e").changed()).isEmpty();
    call("e").write("a", text("1"), null);
    call("e").write("a", text("2"), null);
    call("other").delete("a");
    assertThat(call("e").changed())
        .extracting(WorkspaceFile::path, WorkspaceFile::version)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("a", 2));
  }

  @Test
  void whatAnAttemptMadeIsGoneForTheNext() {
    files.put(caller, session, "a", "before");
    call("e").write("a", text("call"), null);
    call("e").write("new", text("n"), null);
    call("e").revert();
    assertThat(files.paths(caller, session)).containsExactly("a");
    assertThat(files.get(caller, session, "a")).isEqualTo("before");
    assertThat(files.trash(caller, session)).isEmpty();
  }

  @Test
  void withAUserGoTheirBytesWhoeverMadeVersionsOfThem() throws IOException {
    AdminFixture admin = new AdminFixture(fixture);
    Requester owner = AdminFixture.owner(caller);
    UUID ada = admin.user(owner, "developer").id();
    Caller asAda = new Caller(caller.orgId(), ada, caller.credential(), caller.permissions());
    files.put(asAda, session, "undone", "canary 1");
    files.put(asAda, session, "restored", "canary 2");
    files.put(asAda, session, "forked", "canary 3");
    List<StoredFile> hers =
        files.store().list(caller.orgId(), session, "", StoreFixture.ALL).items();
    call("e").write("undone", text("call"), null);
    call("e").undo();
    files.put(caller, session, "restored", "bobs");
    files.store().restoreVersion(caller.orgId(), by(caller), session, "restored", 1);
    UUID fork = files.session(caller);
    fork(fork);
    call("m").move("forked", "moved");
    files.put(caller, session, "bobs", "bobs own");
    fixture.store().erasures().eraseUser(owner, ada);
    fixture.store().erasures().finishUser(caller.orgId(), ada);
    files.files().upkeep().sweep(caller.orgId());
    assertThat(files.paths(caller, session)).containsExactly("bobs");
    assertThat(files.paths(caller, fork)).isEmpty();
    assertThat(files.contents(caller)).isEqualTo(1);
    for (StoredFile file : hers) {
      try (InputStream in =
          bytes().read(new ContentStore.ContentKey(caller.orgId(), file.contentId()), 0, 1_000)) {
        assertThat(in.readAllBytes()).isEmpty();
      }
    }
    assertThatThrownBy(() -> files.put(asAda, session, "late", "canary 4"))
        .hasMessageContaining("files_unavailable");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9 << 20, Long.MAX_VALUE})
  void whoIsKilledBetweenTheFirstByteAndTheFileLeavesWhatIsSweptAway(long after) {
    DyingStore dying = new DyingStore(bytes(), after);
    FilesFixture mortal = FilesFixture.of(fixture, messages(), dying);
    String large = "0123456789".repeat(2 << 20);
    assertThatThrownBy(() -> mortal.put(caller, session, "a", large))
        .isInstanceOf(DyingStore.Killed.class);
    assertThat(files.paths(caller, session)).isEmpty();
    files.files().upkeep().sweep(caller.orgId());
    assertThat(files.contents(caller)).as("it may be under way").isEqualTo(1);
    FilesFixture.later(fixture, messages(), objects()).files().upkeep().sweep(caller.orgId());
    assertThat(files.contents(caller)).isZero();
    assertThat(stored()).isZero();
    files.put(caller, session, "a", "content");
    assertThat(files.get(caller, session, "a")).isEqualTo("content");
  }

  /** How many bytes, pieces or objects the store has of the organization. */
  long stored() {
    return files.count(caller, "workspace_chunks");
  }

  Caller caller() {
    return caller;
  }

  private ContentStore bytes() {
    ContentStore objects = objects();
    return objects == null ? new PgContentStore(fixture.db()) : objects;
  }

  @Test
  void oneContentThatCantBeTakenAwayStopsNoOther() {
    List<StoredFile> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.add(files.put(caller, session, "f" + i, "content " + i));
    }
    DyingStore stuck = new DyingStore(bytes(), 0);
    stuck.stuck.add(all.get(1).contentId());
    fixture.store().sessions().delete(Requester.of(caller), session);
    FilesFixture.of(fixture, messages(), stuck).files().upkeep().sweep(caller.orgId());
    assertThat(files.contents(caller)).isEqualTo(1);
    files.files().upkeep().sweep(caller.orgId());
    assertThat(files.contents(caller)).isZero();
    assertThat(stored()).isZero();
  }

  private void fork(UUID fork) {
    fixture
        .db()
        .inOrg(
            caller.orgId(),
            handle -> {
              files.fork().copy(handle, caller.orgId(), session, fork);
              return fork;
            });
  }

  @Test
  void callsAreUndoneOneAfterTheOtherTheLastFirst() {
    files.put(caller, session, "a", "before");
    call("one").write("a", text("1"), null);
    call("two").move("a", "b");
    call("three").write("b", text("3"), null);
    for (String effect : List.of("three", "two", "one")) {
      call(effect).revert();
    }
    assertThat(files.paths(caller, session)).containsExactly("a");
    assertThat(files.get(caller, session, "a")).isEqualTo("before");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        ".",
        "..",
        "a/../b",
        "./a",
        "a/.",
        "a\u0000b",
        "a\nb",
        "a\\b",
        "a\u202eb",
        "\ud800",
        "a\u2028"
      })
  void aPathThatIsNoneIsRefused(String path) {
    assertThat(code(() -> call("e").write(path, text("x"), null))).isEqualTo("path_invalid");
    assertThat(code(() -> call("e").find(path))).isEqualTo("path_invalid");
    assertThat(code(() -> call("e").delete(path))).isEqualTo("path_invalid");
    assertThat(code(() -> call("e").restore(path))).isEqualTo("path_invalid");
    assertThat(code(() -> call("e").move("a", path))).isEqualTo("path_invalid");
  }

  @Test
  void pathsAreBoundedAndOfOneForm() {
    assertThat(code(() -> call("e").write("x".repeat(256), text("x"), null)))
        .isEqualTo("path_invalid");
    assertThat(code(() -> call("e").write("a/".repeat(32) + "a", text("x"), null)))
        .isEqualTo("path_invalid");
    String long1 = ("x".repeat(250) + "/").repeat(4) + "yyyyyyyyyyyyyyyyyyyyyyyyy";
    assertThat(code(() -> call("e").write(long1, text("x"), null))).isEqualTo("path_invalid");
    call("e").write("u\u0308ber", text("x"), null);
    assertThat(call("f").find("\u00fcber").orElseThrow().path()).isEqualTo("\u00fcber");
    call("e").write("a b/\ud83d\ude00 %2e%2e;x=1?.txt", text("x"), null);
    assertThat(files.paths(caller, session)).hasSize(2);
  }

  @Test
  void listsComeInPages() {
    for (int i = 0; i < 7; i++) {
      files.put(caller, session, "p" + i, "x" + i);
      files.put(caller, session, "q" + i, "x");
      call("d" + i).delete("q" + i);
    }
    List<String> paths = new ArrayList<>();
    List<String> trash = new ArrayList<>();
    String next = null;
    do {
      var page = files.store().list(caller.orgId(), session, "p", new PageRequest(3, next));
      page.items().forEach(file -> paths.add(file.file().path()));
      next = page.next();
    } while (next != null);
    do {
      var page = files.store().trash(caller.orgId(), session, "", new PageRequest(3, next));
      page.items().forEach(file -> trash.add(file.stored().file().path()));
      next = page.next();
    } while (next != null);
    assertThat(paths).containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6");
    assertThat(trash).containsExactly("q0", "q1", "q2", "q3", "q4", "q5", "q6");
    assertThat(files.store().list(caller.orgId(), session, "p3", StoreFixture.ALL).items())
        .hasSize(1);
  }

  @Test
  void anotherOrganizationSeesNothingAndChangesNothing() {
    files.put(caller, session, "a", "ours");
    StoredFile ours = files.store().find(caller.orgId(), session, "a", null).orElseThrow();
    Caller other = fixture.caller();
    UUID never = UUID.randomUUID();
    for (UUID tried : List.of(session, never)) {
      assertThat(code(() -> files.paths(other, tried))).isEqualTo("session_not_found");
      assertThat(code(() -> files.store().find(other.orgId(), tried, "a", null)))
          .isEqualTo("session_not_found");
      assertThat(code(() -> files.put(other, tried, "a", "theirs"))).isEqualTo("session_not_found");
      assertThat(code(() -> files.call(other, tried, "e").delete("a")))
          .isEqualTo("session_not_found");
      files.call(other, tried, "e").revert();
    }
    assertThat(code(() -> files.get(other, ours))).isEqualTo("file_not_found");
    assertThat(files.get(caller, session, "a")).isEqualTo("ours");
    assertThat(files.contents(other)).isZero();
  }

  @Test
  void aContentThatBreaksOffLeavesNothing() {
    assertThatThrownBy(() -> call("e").write("a", new CutStream(3 << 20), null))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(files.paths(caller, session)).isEmpty();
    assertThat(files.contents(caller)).isZero();
    assertThat(files.count(caller, "workspace_chunks")).isZero();
  }

  @Test
  void theContentSaysWhatTypeAFileIs() {
    assertThat(call("e").write("page.txt", text("<!DOCTYPE html><html><body>x"), null).mediaType())
        .isEqualTo("text/html");
    assertThat(call("e").write("t.csv", text("a,b\n1,2\n"), null).mediaType())
        .isEqualTo("text/csv");
    assertThat(call("e").write("p.html", text("%PDF-1.7\n1 0 obj"), null).mediaType())
        .isEqualTo("application/pdf");
  }

  @Test
  void aModelIsToldInWordsOfTools() {
    assertThatThrownBy(() -> call("e").read("nothing"))
        .isInstanceOfSatisfying(
            PerdureException.class,
            e -> assertThat(e.error()).isInstanceOf(PerdureError.ToolFailed.class));
    assertThat(call("e").available()).isTrue();
  }

  @Test
  void aForkHasTheFilesAndBothGoOnApart() {
    files.put(caller, session, "shared/a", "one");
    files.put(caller, session, "deleted", "x");
    call("e").delete("deleted");
    UUID fork = files.session(caller);
    fork(fork);
    assertThat(files.paths(caller, fork)).containsExactly("shared/a");
    files.put(caller, fork, "shared/a", "two");
    files.put(caller, session, "shared/b", "three");
    assertThat(files.get(caller, session, "shared/a")).isEqualTo("one");
    assertThat(files.get(caller, fork, "shared/a")).isEqualTo("two");
    fixture.store().sessions().delete(Requester.of(caller), session);
    files.files().upkeep().sweep();
    assertThat(
            files.store().find(caller.orgId(), fork, "shared/a", 1).map(f -> files.get(caller, f)))
        .contains("one");
    assertThat(files.contents(caller)).isEqualTo(2);
    fixture.store().sessions().delete(Requester.of(caller), fork);
    files.files().upkeep().sweep();
    assertThat(files.contents(caller)).isZero();
    assertThat(files.count(caller, "workspace_chunks")).isZero();
  }

  FilesFixture files() {
    return files;
  }

  StoreFixture fixture() {
    return fixture;
  }
}
