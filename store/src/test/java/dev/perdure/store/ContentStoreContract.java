package dev.perdure.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.core.port.ContentStore;
import dev.perdure.core.port.ContentStore.ContentKey;
import dev.perdure.core.tenant.Caller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store of contents does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContentStoreContract {

  private static final int MB = 1 << 20;

  private final StoreFixture fixture = new StoreFixture(getClass());
  private final Caller ours = fixture.caller();
  private final Caller theirs = fixture.caller();

  abstract ContentStore store();

  @AfterAll
  void close() {
    fixture.close();
  }

  /** A content that is known, as all are before they are put. */
  private ContentKey key(Caller caller) {
    UUID id = fixture.id();
    fixture
        .sql()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO workspace_contents (org_id, id, store, data_key) VALUES (?, ?, ?, '')",
                caller.orgId().value(),
                id,
                store().name()));
    return new ContentKey(caller.orgId(), id);
  }

  private static byte[] bytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private byte[] read(ContentKey key, long offset, long length) throws IOException {
    try (InputStream in = store().read(key, offset, length)) {
      return in.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 512 << 10, (512 << 10) + 1, 3 * MB, 8 * MB, 17 * MB + 5})
  void givesBackWhatWasPut(int size) throws IOException {
    ContentKey key = key(ours);
    byte[] content = bytes(size);
    store().put(key, new ByteArrayInputStream(content));
    assertThat(Arrays.equals(read(key, 0, size + 1), content)).isTrue();
  }

  @Test
  void givesAnyPart() throws IOException {
    ContentKey key = key(ours);
    byte[] content = bytes(9 * MB);
    store().put(key, new ByteArrayInputStream(content));
    int chunk = 512 << 10;
    for (int[] part :
        new int[][] {
          {0, 1}, {chunk - 1, 2}, {chunk, chunk}, {5, 3 * chunk}, {9 * MB - 1, 1}, {8 * MB, MB}
        }) {
      assertThat(read(key, part[0], part[1]))
          .isEqualTo(Arrays.copyOfRange(content, part[0], part[0] + part[1]));
    }
    assertThat(read(key, 9 * MB - 3, 100)).hasSize(3);
    assertThat(read(key, 9 * MB, 100)).isEmpty();
  }

  @Test
  void aPartThatIsClosedEarlyReadsNoMore() throws IOException {
    ContentKey key = key(ours);
    store().put(key, new ByteArrayInputStream(bytes(9 * MB)));
    try (InputStream in = store().read(key, 0, 9 * MB)) {
      assertThat(in.readNBytes(10)).hasSize(10);
    }
    assertThat(read(key, 0, 10)).hasSize(10);
  }

  @Test
  void whatIsDeletedIsGoneAndMayBeDeletedAgain() throws IOException {
    ContentKey key = key(ours);
    store().put(key, new ByteArrayInputStream(bytes(100)));
    store().delete(key);
    store().delete(key);
    assertThat(read(key, 0, 100)).isEmpty();
  }

  @Test
  void anotherOrganizationHasNothingByTheSameId() throws IOException {
    ContentKey key = key(ours);
    store().put(key, new ByteArrayInputStream(bytes(100)));
    ContentKey foreign = new ContentKey(theirs.orgId(), key.id());
    assertThat(read(foreign, 0, 100)).isEmpty();
    store().delete(foreign);
    assertThat(read(key, 0, 100)).hasSize(100);
  }

  @Test
  void allOfAnOrganizationCanBeDeletedAndNothingOfAnother() throws IOException {
    ContentKey one = key(ours);
    ContentKey two = key(ours);
    ContentKey other = key(theirs);
    for (ContentKey key : new ContentKey[] {one, two, other}) {
      store().put(key, new ByteArrayInputStream(bytes(100)));
    }
    store().deleteAll(ours.orgId());
    assertThat(read(one, 0, 100)).isEmpty();
    assertThat(read(two, 0, 100)).isEmpty();
    assertThat(read(other, 0, 100)).hasSize(100);
  }

  @Test
  void whatAPutLeftThatFailedIsDeleted() {
    ContentKey key = key(ours);
    InputStream cut = new CutStream(9 * MB);
    assertThatThrownBy(() -> store().put(key, cut)).isInstanceOf(IOException.class);
    store().delete(key);
    assertThat(leftOver(key)).isZero();
  }

  /** How many pieces there are of a content. */
  abstract long leftOver(ContentKey key);

  StoreFixture fixture() {
    return fixture;
  }
}
