package dev.perdure.core.secret;

import java.security.GeneralSecurityException;

/** A key-encryption key: it encrypts keysets, and never leaves where it is kept. */
public interface KeyWrapper {

  /** Names the key, and tells nothing of it. */
  String id();

  /** Encrypts a keyset, bound to {@code associatedData}. */
  byte[] wrap(byte[] keyset, byte[] associatedData) throws GeneralSecurityException;

  /**
   * Decrypts a keyset.
   *
   * @throws GeneralSecurityException when this is not its key, or it was changed
   */
  byte[] unwrap(byte[] wrapped, byte[] associatedData) throws GeneralSecurityException;
}
