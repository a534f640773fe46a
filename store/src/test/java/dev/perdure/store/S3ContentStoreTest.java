package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ContentStore;
import dev.perdure.core.port.ContentStore.ContentKey;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.store.s3.S3ContentStore;
import dev.perdure.store.s3.S3Settings;
import java.io.ByteArrayInputStream;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class S3ContentStoreTest extends ContentStoreContract {

  private final S3Bucket bucket = S3Bucket.make();

  @AfterAll
  void stop() {
    bucket.close();
  }

  @Override
  ContentStore store() {
    return bucket.store();
  }

  @Override
  long leftOver(ContentKey key) {
    return bucket.count("perdure/" + key.orgId() + "/" + key.id());
  }

  @Test
  void aServiceThatIsAwayIsSaidToBe() {
    S3Settings nowhere =
        new S3Settings("http://127.0.0.1:9", "us-east-1", "files", "", true, "key", "secret");
    ContentKey key = new ContentKey(new OrgId(UUID.randomUUID()), UUID.randomUUID());
    try (S3ContentStore store = new S3ContentStore(nowhere)) {
      assertThatThrownBy(() -> store.put(key, new ByteArrayInputStream(new byte[1])))
          .isInstanceOf(PerdureException.class)
          .hasMessageContaining("files_unavailable");
      assertThatThrownBy(() -> store.read(key, 0, 1)).hasMessageContaining("files_unavailable");
      assertThatThrownBy(() -> store.delete(key)).hasMessageContaining("files_unavailable");
    }
  }

  @Test
  void settingsThatCantWorkAreRefusedAndTellNoSecret() {
    assertThatThrownBy(() -> new S3Settings("", "", "b", "", false, "", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new S3Settings("ftp://x", "r", "b", "", false, "", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new S3Settings("", "r", "b", "", false, "key", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new S3Settings("", "r", "b", "", false, "key", "hush").toString())
        .doesNotContain("hush");
  }
}
