package dev.perdure.api.encryption;

import dev.perdure.api.config.EncryptionConfig;
import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.port.KeysetStore;
import dev.perdure.core.port.MessageBodies;
import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.secret.MessageEncryption;
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
  private final MessageEncryption messages;
  private final MessageBodies bodies;
  private final Vault vault;

  /**
   * @param pool for what is encrypted
   * @param keyPool for the keys; of its own where messages are written, which is done while a
   *     transaction of the other is open
   */
  public Encryption(EncryptionConfig config, DataSource pool, DataSource keyPool) {
    this.config = config;
    this.ring = config.ring();
    this.keysets = StoreFactory.keysets(keyPool);
    Keysets known = new Keysets(keysets, ring, config.cacheDuration(), System::nanoTime);
    this.fields = new TinkFieldCipher(known, KeyPurpose.FIELDS);
    this.payloads = new TinkFieldCipher(known, KeyPurpose.PAYLOADS);
    FieldCipher forMessages = new TinkFieldCipher(known, KeyPurpose.MESSAGES);
    this.messages = new MessageEncryption(forMessages, config.messages());
    this.bodies = StoreFactory.messageBodies(pool, forMessages);
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

  /** How messages are kept. */
  public MessageEncryption messages() {
    return messages;
  }

  /** What is kept of messages, to be kept otherwise. */
  public MessageBodies bodies() {
    return bodies;
  }

  /** What is kept encrypted. */
  public Vault vault() {
    return vault;
  }

  public KeysetStore keysets() {
    return keysets;
  }

  public KeyRotation rotation() {
    return new KeyRotation(keysets, ring, fields, vault.fields(), bodies, config.settleDuration());
  }
}
