package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.port.ContentStore;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.tenant.Caller;
import dev.perdure.testkit.TestCipher;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Files in a store of objects, with messages encrypted. */
class EncryptedS3WorkspaceTest extends WorkspaceContract {

  // The contract asks for it before fields here are set.
  private static final S3Bucket BUCKET = S3Bucket.make();
  private static final MessageEncryption ON = new MessageEncryption(new TestCipher(), true);

  @AfterAll
  static void stop() {
    BUCKET.close();
  }

  @Override
  MessageEncryption messages() {
    return ON;
  }

  @Override
  ContentStore objects() {
    return BUCKET.store();
  }

  @Override
  long stored() {
    return BUCKET.count("perdure/" + caller().orgId() + "/");
  }

  @Test
  void whatIsInAStoreThatIsNotConfiguredAnyMoreIsNotSilentlyLeft() {
    Caller caller = fixture().caller();
    UUID session = files().session(caller);
    files().put(caller, session, "a", "canary");
    var without = FilesFixture.of(fixture(), ON).files().upkeep();
    assertThatThrownBy(() -> without.requireStores(caller.orgId()))
        .hasMessageContaining("files_unavailable");
    assertThatThrownBy(() -> without.erase(caller.orgId()))
        .hasMessageContaining("files_unavailable");
    files().files().upkeep().erase(caller.orgId());
    assertThat(BUCKET.count("perdure/" + caller.orgId() + "/")).isZero();
  }

  @Test
  void objectsCarryTheirOrganizationAndTellNothing() throws Exception {
    Caller caller = fixture().caller();
    UUID session = files().session(caller);
    files().put(caller, session, "canary-path", "canary-content");
    String begin = "perdure/" + caller.orgId() + "/";
    assertThat(BUCKET.count(begin)).isEqualTo(1);
    String key =
        BUCKET
            .client()
            .listObjectsV2(list -> list.bucket(S3Bucket.NAME).prefix(begin))
            .contents()
            .getFirst()
            .key();
    byte[] object =
        BUCKET.client().getObjectAsBytes(get -> get.bucket(S3Bucket.NAME).key(key)).asByteArray();
    assertThat(new String(object, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("canary");
    files().files().upkeep().erase(caller.orgId());
    assertThat(BUCKET.count(begin)).isZero();
  }
}
