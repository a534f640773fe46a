package dev.perdure.store;

import dev.perdure.core.port.ContentStore;
import dev.perdure.core.port.ContentStore.ContentKey;

class PgContentStoreTest extends ContentStoreContract {

  private final ContentStore store = new PgContentStore(fixture().db());

  @Override
  ContentStore store() {
    return store;
  }

  @Override
  long leftOver(ContentKey key) {
    return fixture()
        .sql()
        .withHandle(handle ->
            handle
                .createQuery("SELECT count(*) FROM workspace_chunks WHERE content_id = :id")
                .bind("id", key.id())
                .mapTo(Long.class)
                .one());
  }
}
