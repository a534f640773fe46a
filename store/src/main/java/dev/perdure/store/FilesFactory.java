package dev.perdure.store;

import dev.perdure.core.port.ContentStore;
import dev.perdure.core.quota.Plans;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.workspace.WorkspaceSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts the ports for files together. */
public final class FilesFactory {

  /** How long an upload may take, from its first byte to its commit. */
  private static final Duration UPLOAD = Duration.ofHours(6);

  private FilesFactory() {}

  /**
   * The ports over a database.
   *
   * @param objects a store of objects; null when there is none
   * @param writesObjects whether new contents are put into it; else into PostgreSQL. What is in
   *     either is read
   */
  public static Files create(
      DataSource dataSource,
      Supplier<UUID> ids,
      Plans plans,
      MessageEncryption messages,
      WorkspaceSettings settings,
      @Nullable ContentStore objects,
      boolean writesObjects) {
    return create(
        StoreFactory.db(dataSource, Db.ATTEMPTS),
        ids,
        plans,
        messages,
        settings,
        objects,
        writesObjects,
        UPLOAD);
  }

  static Files create(
      Db db,
      Supplier<UUID> ids,
      Plans plans,
      MessageEncryption messages,
      WorkspaceSettings settings,
      @Nullable ContentStore objects,
      boolean writesObjects,
      Duration upload) {
    Json json = new Json();
    Bodies bodies = new Bodies(messages);
    Map<String, ContentStore> stores = new HashMap<>();
    ContentStore postgres = new PgContentStore(db);
    stores.put(postgres.name(), postgres);
    if (objects != null) {
      stores.put(objects.name(), objects);
    }
    Contents contents =
        new Contents(
            db,
            bodies,
            ids,
            objects == null || !writesObjects ? postgres : objects,
            stores,
            upload);
    FileRows files = new FileRows(bodies);
    FileRoom room = new FileRoom(new OrganizationRoom(new QuotaRows(json, plans)), settings);
    ChangeRows changes = new ChangeRows(bodies, ids);
    JdbiWorkspaceStore store =
        new JdbiWorkspaceStore(
            db,
            contents,
            new WorkspaceRows(bodies),
            files,
            new FileChanges(files, changes, room, settings, ids),
            new FileUndo(files, changes, settings),
            room,
            new AuditRows(json, ids),
            settings);
    return new Files(
        store,
        (orgId, sessionId, effectKey) -> new JdbiWorkspace(store, orgId, sessionId, effectKey),
        new JdbiFileUpkeep(db, contents, settings));
  }
}
