package dev.perdure.security.encryption;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import dev.perdure.core.secret.KeyWrapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

/** A key-encryption key that this process was given: AES-256-GCM. */
public final class LocalKeyWrapper implements KeyWrapper {

  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 6;
  private static final byte[] ID_OF =
      "perdure key-encryption key ".getBytes(StandardCharsets.UTF_8);

  private final String id;
  private final Aead aead;

  private LocalKeyWrapper(String id, Aead aead) {
    this.id = id;
    this.aead = aead;
  }

  /**
   * Reads a key of 32 bytes in base64.
   *
   * @throws IllegalArgumentException when it is none; the message does not repeat it
   */
  @AccessesPartialKey
  public static LocalKeyWrapper of(String base64) {
    byte[] key = bytes(base64);
    try {
      var parameters =
          AesGcmParameters.builder()
              .setKeySizeBytes(KEY_BYTES)
              .setIvSizeBytes(12)
              .setTagSizeBytes(16)
              .setVariant(AesGcmParameters.Variant.NO_PREFIX)
              .build();
      var imported =
          AesGcmKey.builder()
              .setParameters(parameters)
              .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
              .build();
      Aead aead =
          KeysetHandle.newBuilder()
              .addEntry(KeysetHandle.importKey(imported).withRandomId().makePrimary())
              .setConfiguration(AeadConfig2026.get())
              .build()
              .getPrimitive(AeadConfig2026.get(), Aead.class);
      return new LocalKeyWrapper(idOf(key), aead);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM can't be used here", e);
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public byte[] wrap(byte[] keyset, byte[] associatedData) throws GeneralSecurityException {
    return aead.encrypt(keyset, associatedData);
  }

  @Override
  public byte[] unwrap(byte[] wrapped, byte[] associatedData) throws GeneralSecurityException {
    return aead.decrypt(wrapped, associatedData);
  }

  private static byte[] bytes(String base64) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException _) {
      // Without the cause, which tells a character of the key.
      throw new IllegalArgumentException("must be 32 bytes in base64, and is no base64");
    }
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException("must be 32 bytes in base64, and has " + key.length);
    }
    return key;
  }

  private static String idOf(byte[] key) throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(ID_OF);
    return HexFormat.of().formatHex(digest.digest(key), 0, ID_BYTES);
  }
}
