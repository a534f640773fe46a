package dev.perdure.security.encryption;

import dev.perdure.core.port.EncryptedFields;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.KeysetStore;
import dev.perdure.core.port.MessageBodies;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.KeysetPhase;
import dev.perdure.core.secret.StoredKeyset;
import dev.perdure.core.tenant.OrgId;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;

/**
 * Rotates the keys of an organization while everything runs. How far it has come is stored with the
 * keyset, so that it may be stopped anywhere and gone on with.
 *
 * <p>A node encrypts with a keyset for at most the cache time after it read it. So once a phase is
 * {@code settle} old, no node is still in the one before.
 */
public final class KeyRotation {

  private static final int BATCH = 100;

  private final KeysetStore store;
  private final KeyRing ring;
  private final FieldCipher fieldCipher;
  private final EncryptedFields fields;
  private final MessageBodies bodies;
  private final Duration settle;

  /**
   * @param settle how old a phase must be before the next; longer than the cache time of every node
   *     and the longest transaction together
   */
  public KeyRotation(
      KeysetStore store,
      KeyRing ring,
      FieldCipher fieldCipher,
      EncryptedFields fields,
      MessageBodies bodies,
      Duration settle) {
    this.store = store;
    this.ring = ring;
    this.fieldCipher = fieldCipher;
    this.fields = fields;
    this.bodies = bodies;
    this.settle = settle;
  }

  /** How long until {@link #promote} and {@link #finish} may go on; zero when they may. */
  public Duration untilSettled(OrgId orgId, KeyPurpose purpose) {
    return store
        .find(orgId, purpose)
        .filter(keyset -> keyset.phase() != KeysetPhase.STABLE)
        .map(keyset -> settle.minus(keyset.age()))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  /** Begins: a new key, which all nodes get to know. Nothing when a rotation is under way. */
  public boolean distribute(OrgId orgId, KeyPurpose purpose) {
    return change(orgId, purpose, KeysetPhase.STABLE, KeysetPhase.DISTRIBUTED, Keyset::withNewKey);
  }

  /** The new key encrypts. Nothing before all nodes know it. */
  public boolean promote(OrgId orgId, KeyPurpose purpose) {
    return untilSettled(orgId, purpose).isZero()
        && change(orgId, purpose, KeysetPhase.DISTRIBUTED, KeysetPhase.PROMOTED, Keyset::promoted);
  }

  /**
   * Encrypts anew what old keys encrypted, in small batches, and then disables those keys. Nothing
   * before all nodes encrypt with the new one.
   */
  public boolean finish(OrgId orgId, KeyPurpose purpose) {
    Optional<StoredKeyset> stored =
        store.find(orgId, purpose).filter(keyset -> keyset.phase() == KeysetPhase.PROMOTED);
    if (stored.isEmpty() || !untilSettled(orgId, purpose).isZero()) {
      return false;
    }
    int primary = Keyset.unwrap(stored.get(), ring).primaryId();
    switch (purpose) {
      case FIELDS -> encryptFieldsAnew(orgId, primary);
      case MESSAGES -> encryptMessagesAnew(orgId, primary);
      case PAYLOADS -> {
        return change(orgId, purpose, KeysetPhase.PROMOTED, KeysetPhase.STABLE, keys -> keys);
      }
    }
    return change(orgId, purpose, KeysetPhase.PROMOTED, KeysetPhase.STABLE, Keyset::withoutOldKeys);
  }

  private void encryptFieldsAnew(OrgId orgId, int keyId) {
    int done;
    do {
      done = fields.encryptAnew(orgId, fieldCipher, keyId, BATCH);
    } while (done == BATCH);
  }

  private void encryptMessagesAnew(OrgId orgId, int keyId) {
    String place = null;
    do {
      place = bodies.change(orgId, new MessageBodies.Change.EncryptAnew(keyId), place).next();
    } while (place != null);
  }

  /** Encrypts the keyset with the present key-encryption key. */
  public boolean rewrap(OrgId orgId, KeyPurpose purpose) {
    Optional<StoredKeyset> found = store.find(orgId, purpose);
    if (found.isEmpty() || found.get().wrappedBy().equals(ring.primary().id())) {
      return false;
    }
    return replace(found.get(), found.get().phase(), keys -> keys);
  }

  private interface Change {
    Keyset apply(Keyset keys) throws GeneralSecurityException;
  }

  private boolean change(
      OrgId orgId, KeyPurpose purpose, KeysetPhase from, KeysetPhase to, Change change) {
    return store
        .find(orgId, purpose)
        .filter(keyset -> keyset.phase() == from)
        .map(keyset -> replace(keyset, to, change))
        .orElse(false);
  }

  private boolean replace(StoredKeyset stored, KeysetPhase phase, Change change) {
    try {
      return store.replace(
          change.apply(Keyset.unwrap(stored, ring)).inPlaceOf(stored, phase, ring.primary()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the keyset of organization " + stored.orgId() + " can't be changed", e);
    }
  }
}
