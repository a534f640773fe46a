package dev.perdure.api.encryption;

import dev.perdure.api.config.EncryptionConfig;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.KeysetStore;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.security.encryption.KeyRing;
import dev.perdure.security.encryption.KeyRotation;
import dev.perdure.security.encryption.Keysets;
import dev.perdure.security.encryption.TinkFieldCipher;
import dev.perdure.store.Ids;
import dev.perdure.store.StoreFactory;
import dev.perdure.store.Vault;
import javax.sql.DataSource;

/** Encryption at rest over one database. */
public final class Encryption {

  private final EncryptionConfig config;
  private final KeyRing ring;
  private final KeysetStore keysets;
  private final FieldCipher fields;
  private final FieldCipher payloads;
  private final Vault vault;

  public Encryption(EncryptionConfig config, DataSource pool) {
    this.config = config;
    this.ring = config.ring();
    this.keysets = StoreFactory.keysets(pool);
    Keysets known = new Keysets(keysets, ring, config.cacheDuration(), System::nanoTime);
    this.fields = new TinkFieldCipher(known, KeyPurpose.FIELDS);
    this.payloads = new TinkFieldCipher(known, KeyPurpose.PAYLOADS);
    this.vault = StoreFactory.vault(pool, Ids.timeOrdered(), fields);
  }

  /** Encrypts columns. */
  public FieldCipher fields() {
    return fields;
  }

  /** Encrypts Temporal's payloads. */
  public FieldCipher payloads() {
    return payloads;
  }

  /** What is kept encrypted. */
  public Vault vault() {
    return vault;
  }

  public KeysetStore keysets() {
    return keysets;
  }

  public KeyRotation rotation() {
    return new KeyRotation(keysets, ring, fields, vault.fields(), config.settleDuration());
  }
}
