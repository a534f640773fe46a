package dev.perdure.store;

import static dev.perdure.store.FilesFixture.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.perdure.core.port.ContentStore;
import dev.perdure.core.port.MessageBodies;
import dev.perdure.core.port.MessageBodies.Change;
import dev.perdure.core.quota.Plans;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.workspace.WorkspaceSettings;
import dev.perdure.testkit.TestCipher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a process that dies leaves, what goes with time, what is taken out, and what is erased. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FileUpkeepTest {

  private final TestCipher cipher = new TestCipher();
  private final MessageEncryption off = new MessageEncryption(cipher, false);
  private final MessageEncryption on = new MessageEncryption(cipher, true);
  private final StoreFixture fixture = new StoreFixture(FileUpkeepTest.class, off);
  private final FilesFixture files = FilesFixture.of(fixture, off);
  private final Caller caller = fixture.caller();
  private final UUID session = files.session(caller);

  @AfterAll
  void close() {
    fixture.close();
  }

  private FilesFixture with(
      WorkspaceSettings settings, @Nullable ContentStore objects, Duration upload) {
    return new FilesFixture(fixture, off, settings, Plans.builtIn(), objects, upload);
  }

  @Test
  void noMoreUploadsAreUnderWayThanMayBe() {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO workspace_contents (org_id, id, store, data_key)"
                    + " SELECT ?, gen_random_uuid(), 'postgres', 'x' FROM generate_series(1, ?)",
                own.orgId().value(),
                Contents.MOST_UNDER_WAY));
    assertThatThrownBy(() -> files.put(own, place, "a", "x"))
        .hasMessageContaining("too_many_uploads");
    with(WorkspaceSettings.STANDARD, null, Duration.ZERO).files().upkeep().sweep(own.orgId());
    files.put(own, place, "a", "x");
  }

  @Test
  void aVersionThatIsSweptAwayAtThisMomentIsNotRestored() throws Exception {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    UUID content = files.put(own, place, "a", "1").contentId();
    files.put(own, place, "a", "2");
    try (Handle sweeper = fixture.sql().open();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      sweeper.begin();
      sweeper.execute("DELETE FROM workspace_versions WHERE content_id = ?", content);
      sweeper.execute("UPDATE workspace_contents SET doomed = true WHERE id = ?", content);
      Future<@Nullable Throwable> restorer =
          thread.submit(() ->
              catchThrowable(() ->
                  files.store().restoreVersion(own.orgId(), FilesFixture.by(own), place, "a", 1)));
      // It has found the version, and waits for the content.
      await().until(() -> fixture.waits("INSERT INTO workspace_versions"));
      sweeper.commit();
      assertThat(FilesFixture.code(restorer.get())).isEqualTo("file_version_not_found");
    }
    assertThat(files.get(own, place, "a")).isEqualTo("2");
    assertThat(files.store().versions(own.orgId(), place, "a")).hasSize(1);
  }

  @Test
  void aFileThatIsSweptAwayAtThisMomentIsNotRestored() throws Exception {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    files.put(own, place, "a", "1");
    files.call(own, place, "d").delete("a");
    try (Handle sweeper = fixture.sql().open();
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      sweeper.begin();
      sweeper.execute("DELETE FROM workspace_files WHERE org_id = ?", own.orgId().value());
      Future<@Nullable Throwable> restorer =
          thread.submit(() ->
              catchThrowable(
                  () -> files.store().restore(own.orgId(), FilesFixture.by(own), place, "a")));
      await().until(() -> fixture.waits("UPDATE workspace_files"));
      sweeper.commit();
      assertThat(FilesFixture.code(restorer.get())).isEqualTo("file_not_found");
    }
    assertThat(files.paths(own, place)).isEmpty();
  }

  @Test
  void anUploadThatIsUnderWayIsLeftAlone() {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    InputStream slow =
        new java.io.FilterInputStream(text("slow")) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            files.files().upkeep().sweep();
            files.files().upkeep().sweep(own.orgId());
            return super.read(buffer, offset, length);
          }
        };
    files.call(own, place, "e").write("a", slow, null);
    assertThat(files.get(own, place, "a")).isEqualTo("slow");
  }

  @Test
  void anUploadThatTookTooLongIsRefusedAndPointsToNothing() {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    FilesFixture impatient = with(WorkspaceSettings.STANDARD, null, Duration.ZERO);
    InputStream slow =
        new java.io.FilterInputStream(text("slow")) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            impatient.files().upkeep().sweep(own.orgId());
            return super.read(buffer, offset, length);
          }
        };
    assertThatThrownBy(() -> files.call(own, place, "e").write("a", slow, null))
        .isInstanceOf(RuntimeException.class);
    assertThat(files.paths(own, place)).isEmpty();
    assertThat(files.contents(own)).isZero();
  }

  @Test
  void deletedFilesOldVersionsAndRecordsOfChangesGoWithTime() {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    files.call(own, place, "e").write("a", text("1"), null);
    files.call(own, place, "e").write("a", text("2"), null);
    files.call(own, place, "e").write("b", text("3"), null);
    files.call(own, place, "e").delete("b");
    files.files().upkeep().sweep();
    assertThat(files.contents(own)).isEqualTo(3);
    WorkspaceSettings brief = new WorkspaceSettings(1000, 100, 10, Duration.ZERO, Duration.ZERO);
    with(brief, null, Duration.ofHours(1)).files().upkeep().sweep();
    assertThat(files.trash(own, place)).isEmpty();
    assertThat(files.store().versions(own.orgId(), place, "a")).hasSize(1);
    assertThat(files.get(own, place, "a")).isEqualTo("2");
    assertThat(files.count(own, "workspace_changes")).isZero();
    assertThat(files.contents(own)).isEqualTo(1);
  }

  @Test
  void aContentOfBeforeItsMakerWasKnownIsOfWhoeverMadeItsFirstVersion() throws IOException {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    files.call(own, place, "e").write("a", text("the call's"), null);
    UUID persons = files.put(own, place, "a", "a person's").contentId();
    files.store().restoreVersion(own.orgId(), FilesFixture.by(own), place, "a", 1);
    String migration;
    try (InputStream in =
        Migrations.class.getResourceAsStream("/db/migration/V20__files_mended.sql")) {
      migration = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    }
    int from = migration.indexOf("UPDATE workspace_contents");
    fixture
        .sql()
        .useHandle(handle -> {
          handle.execute(
              "UPDATE workspace_contents SET created_by = NULL WHERE org_id = ?",
              own.orgId().value());
          handle.execute(migration.substring(from, migration.indexOf(';', from)));
        });
    assertThat(contentsOf(own)).containsExactly(persons);
  }

  @Test
  void whatAnOlderServerStoresForAPersonIsTheirs() {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    files.put(own, place, "a", "x");
    UUID content = fixture.id();
    fixture
        .sql()
        .useHandle(handle -> {
          handle.execute(
              "INSERT INTO workspace_contents (org_id, id, store, data_key)"
                  + " VALUES (?, ?, 'postgres', 'x')",
              own.orgId().value(),
              content);
          handle.execute(
              "INSERT INTO workspace_versions"
                  + " (org_id, file_id, version, content_id, bytes, media_type, sha256, created_by)"
                  + " SELECT org_id, id, 2, ?, 1, 'text/plain', 'x', ? FROM workspace_files"
                  + " WHERE org_id = ?",
              content,
              own.userId(),
              own.orgId().value());
        });
    assertThat(contentsOf(own)).contains(content);
  }

  /** The contents that are erased with a user. */
  private List<UUID> contentsOf(Caller own) {
    return fixture
        .sql()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT id FROM workspace_contents WHERE org_id = :org AND created_by = :user")
                .bind("org", own.orgId().value())
                .bind("user", own.userId())
                .mapTo(UUID.class)
                .list());
  }

  @Test
  void theFilesOfADeletedSessionGo() {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    files.put(own, place, "a", "x");
    fixture.store().sessions().delete(Requester.of(own), place);
    assertThat(files.count(own, "workspace_files")).isZero();
    files.files().upkeep().sweep();
    assertThat(files.contents(own)).isZero();
  }

  @Test
  void allContentsAreTakenOutInTheClear() {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    String big = "0123456789".repeat(50_000);
    files.put(own, place, "big", big);
    files.put(own, place, "small", "hello");
    Caller other = fixture.caller();
    files.put(other, files.session(other), "theirs", "secret");
    Map<UUID, ByteArrayOutputStream> out = new HashMap<>();
    long pieces =
        files
            .files()
            .upkeep()
            .export(
                own.orgId(),
                null,
                (id, offset, piece) -> {
                  ByteArrayOutputStream content =
                      out.computeIfAbsent(id, _ -> new ByteArrayOutputStream());
                  assertThat(content.size()).isEqualTo(offset);
                  content.writeBytes(piece);
                });
    assertThat(pieces).isEqualTo(4);
    assertThat(out.values())
        .extracting(content -> content.toString(UTF_8))
        .containsExactlyInAnyOrder(big, "hello");
    assertThat(files.files().upkeep().export(own.orgId(), UUID.randomUUID(), (_, _, _) -> {}))
        .isZero();
    assertThat(files.files().upkeep().export(own.orgId(), own.userId(), (_, _, _) -> {}))
        .isEqualTo(4);
  }

  @Test
  void filesAreBroughtToBeEncryptedAndBack() {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    files.call(own, place, "e").write("in/canary-path", text("canary-content"), null);
    files.call(own, place, "e").move("in", "to");
    FilesFixture encrypted = FilesFixture.of(fixture, on);
    assertThat(dump(own)).contains("canary-path").doesNotContain("canary-content");
    sweep(own, new Change.Encrypt());
    assertThat(dump(own)).doesNotContain("canary");
    for (FilesFixture each : new FilesFixture[] {files, encrypted}) {
      assertThat(each.get(own, place, "to/canary-path")).isEqualTo("canary-content");
      assertThat(each.paths(own, place)).containsExactly("to/canary-path");
    }
    encrypted.put(own, place, "to/canary-two", "canary");
    assertThat(dump(own)).doesNotContain("canary");
    cipher.encryptWith(2);
    sweep(own, new Change.EncryptAnew(2));
    assertThat(encrypted.get(own, place, "to/canary-path")).isEqualTo("canary-content");
    encrypted.call(own, place, "e").revert();
    assertThat(encrypted.paths(own, place)).containsExactly("to/canary-two");
    sweep(own, new Change.Decrypt());
    assertThat(dump(own)).contains("canary-two");
    assertThat(files.get(own, place, "to/canary-two")).isEqualTo("canary");
  }

  private void sweep(Caller own, Change change) {
    MessageBodies bodies = fixture.messageBodies(cipher);
    String from = null;
    do {
      from = bodies.change(own.orgId(), change, from).next();
    } while (from != null);
  }

  private String dump(Caller own) {
    StringBuilder all = new StringBuilder();
    for (String table :
        new String[] {
          "workspaces",
          "workspace_files",
          "workspace_versions",
          "workspace_changes",
          "workspace_contents"
        }) {
      fixture
          .sql()
          .useHandle(handle ->
              handle
                  .createQuery("SELECT t::text FROM " + table + " t WHERE org_id = :org")
                  .bind("org", own.orgId().value())
                  .mapTo(String.class)
                  .forEach(all::append));
    }
    fixture
        .sql()
        .useHandle(handle ->
            handle
                .createQuery("SELECT data FROM workspace_chunks WHERE org_id = :org")
                .bind("org", own.orgId().value())
                .mapTo(byte[].class)
                .forEach(data ->
                    all.append(new String(data, java.nio.charset.StandardCharsets.ISO_8859_1))));
    return all.toString();
  }

  @Test
  void aContentThatWasMovedOrChangedIsRefused() {
    Caller own = fixture.caller();
    UUID place = files.session(own);
    files.put(own, place, "a", "aaaa");
    files.put(own, place, "b", "bbbb");
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "UPDATE workspace_chunks c SET data = (SELECT data FROM workspace_chunks o WHERE"
                    + " o.org_id = c.org_id AND o.content_id <> c.content_id) WHERE org_id = ?",
                own.orgId().value()));
    assertThatThrownBy(() -> files.get(own, place, "a")).hasMessageContaining("was changed");
  }

  /** A file much larger than what may be in memory of it. */
  @Test
  void aLargeFileIsStoredAndReadInAConstantAmountOfMemory() throws IOException {
    long size = 64L << 20;
    Peak peak = new Peak();
    InputStream zeros =
        new InputStream() {
          private long left = size;

          @Override
          public int read() {
            return left-- > 0 ? 0 : -1;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            if (left <= 0) {
              return -1;
            }
            peak.look();
            int count = (int) Math.min(left, length);
            left -= count;
            return count;
          }
        };
    files.call(caller, session, "e").write("large", zeros, null);
    long read = 0;
    try (InputStream in = files.call(caller, session, "r").read("large")) {
      byte[] buffer = new byte[1 << 20];
      for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
        read += count;
        peak.look();
      }
    }
    assertThat(read).isEqualTo(size);
    System.out.printf("64 MB written and read: heap grew by %d MB at most%n", peak.grown() >> 20);
    assertThat(peak.grown()).isLessThan(32L << 20);
  }

  /** How much of the heap is in use after collections. */
  private static final class Peak {

    private final long before = used();
    private long most = before;
    private int looks;

    void look() {
      if (looks++ % 200 == 0) {
        most = Math.max(most, used());
      }
    }

    long grown() {
      return most - before;
    }

    private static long used() {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return runtime.totalMemory() - runtime.freeMemory();
    }
  }
}
