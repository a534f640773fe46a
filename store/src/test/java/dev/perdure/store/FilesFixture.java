package dev.perdure.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ContentStore;
import dev.perdure.core.port.WorkspaceStore;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.quota.Plans;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.workspace.ChangedBy;
import dev.perdure.core.workspace.Expected;
import dev.perdure.core.workspace.StoredFile;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.core.workspace.WorkspaceSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The ports for files over a store, and short ways to do what every test does. */
final class FilesFixture {

  private final StoreFixture fixture;
  private final Files files;
  private final WorkspaceFork fork;

  FilesFixture(
      StoreFixture fixture,
      MessageEncryption messages,
      WorkspaceSettings settings,
      Plans plans,
      @Nullable ContentStore objects,
      Duration upload) {
    this.fixture = fixture;
    this.fork =
        new WorkspaceFork(
            new Bodies(messages),
            fixture::id,
            new OrganizationRoom(new QuotaRows(new Json(), plans)));
    this.files =
        FilesFactory.create(
            fixture.db(), fixture::id, plans, messages, settings, objects, true, upload);
  }

  static FilesFixture of(StoreFixture fixture, MessageEncryption messages) {
    return of(fixture, messages, null);
  }

  static FilesFixture of(
      StoreFixture fixture, MessageEncryption messages, @Nullable ContentStore objects) {
    return new FilesFixture(
        fixture,
        messages,
        WorkspaceSettings.STANDARD,
        Plans.builtIn(),
        objects,
        Duration.ofHours(1));
  }

  /** For whom every upload that is under way takes too long. */
  static FilesFixture later(
      StoreFixture fixture, MessageEncryption messages, @Nullable ContentStore objects) {
    return new FilesFixture(
        fixture, messages, WorkspaceSettings.STANDARD, Plans.builtIn(), objects, Duration.ZERO);
  }

  /** With room for no more than this. */
  static FilesFixture small(
      StoreFixture fixture,
      MessageEncryption messages,
      WorkspaceSettings settings,
      long storedBytes,
      int storedFiles,
      long fileBytes) {
    return new FilesFixture(
        fixture,
        messages,
        settings,
        Plans.builtIn()
            .with(
                Map.of(
                    Plans.STANDARD,
                    LimitsOverride.NONE.withFiles(storedBytes, storedFiles, fileBytes))),
        null,
        Duration.ofHours(1));
  }

  WorkspaceFork fork() {
    return fork;
  }

  Files files() {
    return files;
  }

  WorkspaceStore store() {
    return files.store();
  }

  Workspace call(Caller caller, UUID session, String effect) {
    return files.workspaces().of(caller.orgId(), session, effect);
  }

  UUID session(Caller caller) {
    return fixture.store().sessions().create(caller, "s", null, Map.of(), null).value().id();
  }

  static ChangedBy by(Caller caller) {
    return new ChangedBy.User(caller.userId());
  }

  static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  StoredFile put(Caller caller, UUID session, String path, String text) {
    return store()
        .write(caller.orgId(), by(caller), session, path, text(text), new Expected.Any())
        .file();
  }

  String get(Caller caller, UUID session, String path) {
    StoredFile file = store().find(caller.orgId(), session, path, null).orElseThrow();
    return get(caller, file);
  }

  String get(Caller caller, StoredFile file) {
    try (InputStream in = store().read(caller.orgId(), file, 0, Long.MAX_VALUE)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Workspace workspace, String path) {
    try (InputStream in = workspace.read(path)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> paths(Caller caller, UUID session) {
    return store().list(caller.orgId(), session, "", StoreFixture.ALL).items().stream()
        .map(file -> file.file().path())
        .toList();
  }

  List<String> trash(Caller caller, UUID session) {
    return store().trash(caller.orgId(), session, "", StoreFixture.ALL).items().stream()
        .map(file -> file.stored().file().path())
        .toList();
  }

  /** How many contents and pieces of contents an organization has, whatever files have them. */
  long contents(Caller caller) {
    return count(caller, "workspace_contents");
  }

  long count(Caller caller, String table) {
    return fixture
        .sql()
        .withHandle(handle ->
            handle
                .createQuery("SELECT count(*) FROM " + table + " WHERE org_id = :org")
                .bind("org", caller.orgId().value())
                .mapTo(Long.class)
                .one());
  }

  /** The code of a failure; {@code done} for none. */
  static String code(@Nullable Throwable failure) {
    if (failure == null) {
      return "done";
    }
    return failure instanceof PerdureException e ? e.error().code() : failure.toString();
  }
}
