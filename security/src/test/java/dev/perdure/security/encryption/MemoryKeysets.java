package dev.perdure.security.encryption;

import dev.perdure.core.port.KeysetStore;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.StoredKeyset;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keysets in memory, with a clock that tests move. */
final class MemoryKeysets implements KeysetStore {

  private final Map<String, StoredKeyset> stored = new HashMap<>();
  private final Map<String, Long> changedAt = new HashMap<>();
  private long nanos;
  int reads;

  @Override
  public synchronized Optional<StoredKeyset> find(OrgId orgId, KeyPurpose purpose) {
    reads++;
    return Optional.ofNullable(stored.get(orgId + "/" + purpose)).map(this::aged);
  }

  @Override
  public synchronized boolean insert(StoredKeyset first) {
    if (stored.containsKey(name(first))) {
      return false;
    }
    keep(first);
    return true;
  }

  @Override
  public synchronized boolean replace(StoredKeyset changed) {
    StoredKeyset before = stored.get(name(changed));
    if (before == null || before.version() != changed.version() - 1) {
      return false;
    }
    keep(changed);
    return true;
  }

  @Override
  public synchronized List<OrgId> organizations() {
    return stored.values().stream().map(StoredKeyset::orgId).distinct().toList();
  }

  synchronized void pass(Duration time) {
    nanos += time.toNanos();
  }

  synchronized long now() {
    return nanos;
  }

  private void keep(StoredKeyset keyset) {
    stored.put(name(keyset), keyset);
    changedAt.put(name(keyset), nanos);
  }

  private StoredKeyset aged(StoredKeyset keyset) {
    return new StoredKeyset(
        keyset.orgId(),
        keyset.purpose(),
        keyset.version(),
        keyset.wrappedBy(),
        keyset.wrapped(),
        keyset.phase(),
        Duration.ofNanos(nanos - changedAt.getOrDefault(name(keyset), 0L)));
  }

  private static String name(StoredKeyset keyset) {
    return keyset.orgId() + "/" + keyset.purpose();
  }
}
