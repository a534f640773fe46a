package dev.perdure.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perdure.core.port.FieldCipher;
import dev.perdure.core.secret.FieldName;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.secret.UnreadableFieldException;
import dev.perdure.core.tenant.OrgId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts messages in tests of modules that can't see the real cipher: AES-GCM bound to the place,
 * in the same form, with keys that are numbers.
 */
public final class TestCipher implements FieldCipher {

  /** Set to {@code true}, the tests of a module run with messages encrypted. */
  public static final String PROPERTY = "perdure.test.encryptMessages";

  private static final int HEAD = 5;
  private static final int NONCE = 12;

  private final SecureRandom random = new SecureRandom();

  /** The id of the key that encrypts. */
  private volatile int key = 1;

  /** From now on another key encrypts. */
  public void encryptWith(int key) {
    this.key = key;
  }

  /** As {@link #PROPERTY} says. */
  public static MessageEncryption asTold() {
    return Boolean.getBoolean(PROPERTY)
        ? new MessageEncryption(new TestCipher(), true)
        : MessageEncryption.none();
  }

  @Override
  public byte[] encrypt(OrgId orgId, FieldName field, byte[] value) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, key, nonce, orgId, field, value, 0);
    return ByteBuffer.allocate(HEAD + NONCE + sealed.length)
        .put((byte) 1)
        .putInt(key)
        .put(nonce)
        .put(sealed)
        .array();
  }

  @Override
  public byte[] decrypt(OrgId orgId, FieldName field, byte[] encrypted) {
    ByteBuffer read = ByteBuffer.wrap(encrypted, 1, encrypted.length - 1);
    int keyId = read.getInt();
    byte[] nonce = new byte[NONCE];
    read.get(nonce);
    return run(Cipher.DECRYPT_MODE, keyId, nonce, orgId, field, encrypted, HEAD + NONCE);
  }

  private static byte[] run(
      int mode, int key, byte[] nonce, OrgId orgId, FieldName field, byte[] value, int from) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      byte[] bytes = ByteBuffer.allocate(32).putInt(key).array();
      cipher.init(mode, new SecretKeySpec(bytes, "AES"), new GCMParameterSpec(128, nonce));
      cipher.updateAAD((orgId + "|" + field).getBytes(UTF_8));
      return cipher.doFinal(value, from, value.length - from);
    } catch (GeneralSecurityException e) {
      throw new UnreadableFieldException(field + " was changed or moved", e);
    }
  }
}
