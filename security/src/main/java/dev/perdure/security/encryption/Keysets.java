package dev.perdure.security.encryption;

import com.google.crypto.tink.Aead;
import dev.perdure.core.port.KeysetStore;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.StoredKeyset;
import dev.perdure.core.tenant.OrgId;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The keysets this process knows. One that is older than the time given is read again before it
 * encrypts anything: that is what the rotation counts on.
 */
public final class Keysets {

  private static final int MOST = 10_000;

  private final KeysetStore store;
  private final KeyRing ring;
  private final long cacheNanos;
  private final LongSupplier nanoClock;
  private final Map<Name, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param cacheTime how long a keyset is not read again; the same on every node
   * @param nanoClock {@link System#nanoTime}, outside of tests
   */
  public Keysets(KeysetStore store, KeyRing ring, Duration cacheTime, LongSupplier nanoClock) {
    this.store = store;
    this.ring = ring;
    this.cacheNanos = cacheTime.toNanos();
    this.nanoClock = nanoClock;
  }

  private record Name(OrgId orgId, KeyPurpose purpose) {}

  /** A keyset, and when it was asked for. */
  record Known(Keyset keys, Aead aead, long since) {}

  /** The keyset to encrypt with; made when there is none. */
  Known fresh(OrgId orgId, KeyPurpose purpose) {
    Known cached = cached(orgId, purpose);
    return cached == null || nanoClock.getAsLong() - cached.since() >= cacheNanos
        ? reload(orgId, purpose)
        : cached;
  }

  /** The keyset that decrypts what a key encrypted, read again when it does not know the key. */
  Known knowing(OrgId orgId, KeyPurpose purpose, int keyId) {
    Known cached = cached(orgId, purpose);
    return cached == null || !cached.keys().has(keyId) ? reload(orgId, purpose) : cached;
  }

  private synchronized @Nullable Known cached(OrgId orgId, KeyPurpose purpose) {
    return known.get(new Name(orgId, purpose));
  }

  private Known reload(OrgId orgId, KeyPurpose purpose) {
    // Before the question is asked: the answer is at least as new.
    long since = nanoClock.getAsLong();
    StoredKeyset stored = store.find(orgId, purpose).orElseGet(() -> first(orgId, purpose));
    Keyset keys = Keyset.unwrap(stored, ring);
    try {
      return keep(new Name(orgId, purpose), new Known(keys, keys.primitive(), since));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the keyset of organization " + orgId + " can't be used", e);
    }
  }

  private StoredKeyset first(OrgId orgId, KeyPurpose purpose) {
    try {
      byte[] wrapped = Keyset.generate().wrap(orgId, purpose, ring.primary());
      StoredKeyset made = StoredKeyset.first(orgId, purpose, ring.primary().id(), wrapped);
      if (store.insert(made)) {
        return made;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no keyset can be made for organization " + orgId, e);
    }
    Optional<StoredKeyset> others = store.find(orgId, purpose);
    return others.orElseThrow(() ->
        new IllegalStateException(
            "organization " + orgId + " has no keyset, and gets none: it is being erased"));
  }

  private synchronized Known keep(Name name, Known read) {
    Known before = known.get(name);
    if (before != null && before.since() - read.since() > 0) {
      return read; // a slow reader does not undo what a quick one has seen
    }
    known.put(name, read);
    if (known.size() > MOST) {
      known.remove(known.keySet().iterator().next());
    }
    return read;
  }
}
