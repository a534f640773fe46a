package dev.perdure.store;

import dev.perdure.core.secret.FieldName;
import dev.perdure.core.secret.MessageEncryption;
import dev.perdure.core.secret.UnreadableFieldException;
import dev.perdure.core.tenant.OrgId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads what people, agents and tools said: in the clear or encrypted, as the
 * installation wants it. Both are read, side by side.
 *
 * <p>An encrypted value is {@code pdr$1:}, the id of its key in hex, a colon, and the rest in
 * base64. In a {@code jsonb} column that is a string, which no value in the clear is. In a {@code
 * text} column a text that begins with {@code pdr$} by itself is kept with {@code pdr$0:} before
 * it.
 */
final class Bodies {

  private static final String MARK = "pdr$";
  private static final String CLEAR = MARK + "0:";

  /** How encrypted values begin. */
  static final String ENCRYPTED = MARK + "1:";

  private static final int KEY_HEX = 8;

  private final MessageEncryption encryption;

  Bodies(MessageEncryption encryption) {
    this.encryption = encryption;
  }

  /** Whether new values are encrypted. */
  boolean encrypts() {
    return encryption.on();
  }

  /**
   * A value as it is to be stored.
   *
   * @param id names its row, as {@link Body} does
   */
  String write(OrgId orgId, Body body, String id, String value) {
    return encrypts() ? encrypted(orgId, body, id, value) : clear(body, value);
  }

  String write(OrgId orgId, Body body, UUID id, String value) {
    return write(orgId, body, id.toString(), value);
  }

  @Nullable String writeOrNull(OrgId orgId, Body body, String id, @Nullable String value) {
    return value == null ? null : write(orgId, body, id, value);
  }

  @Nullable String writeOrNull(OrgId orgId, Body body, UUID id, @Nullable String value) {
    return writeOrNull(orgId, body, id.toString(), value);
  }

  /**
   * What was written.
   *
   * @throws UnreadableFieldException when it was moved or changed, or its key is gone
   */
  String read(OrgId orgId, Body body, String id, String stored) {
    if (body.kind() == Body.Kind.JSON) {
      return stored.startsWith("\"")
          ? decrypted(orgId, body, id, stored.substring(1, stored.length() - 1))
          : stored;
    }
    if (stored.startsWith(ENCRYPTED)) {
      return decrypted(orgId, body, id, stored);
    }
    return stored.startsWith(CLEAR) ? stored.substring(CLEAR.length()) : stored;
  }

  String read(OrgId orgId, Body body, UUID id, String stored) {
    return read(orgId, body, id.toString(), stored);
  }

  @Nullable String readOrNull(OrgId orgId, Body body, String id, @Nullable String stored) {
    return stored == null ? null : read(orgId, body, id, stored);
  }

  @Nullable String readOrNull(OrgId orgId, Body body, UUID id, @Nullable String stored) {
    return readOrNull(orgId, body, id.toString(), stored);
  }

  /** How values of a column begin that are encrypted. */
  static String prefix(Body body) {
    return (body.kind() == Body.Kind.JSON ? "\"" : "") + ENCRYPTED;
  }

  /** How values of a column begin that are encrypted under a key. */
  static String prefix(Body body, int keyId) {
    return prefix(body) + HexFormat.of().toHexDigits(keyId) + ":";
  }

  /** A value in the clear. */
  static String clear(Body body, String value) {
    if (body.kind() == Body.Kind.JSON) {
      if (value.startsWith("\"")) {
        throw new IllegalArgumentException("a value of " + body + " is no JSON string");
      }
      return value;
    }
    return value.startsWith(MARK) ? CLEAR + value : value;
  }

  /** A value encrypted, whatever the installation wants. */
  String encrypted(OrgId orgId, Body body, String id, String value) {
    byte[] encrypted =
        encryption.cipher().encrypt(orgId, field(body, id), value.getBytes(StandardCharsets.UTF_8));
    String text =
        ENCRYPTED
            + HexFormat.of().toHexDigits(ByteBuffer.wrap(encrypted, 1, 4).getInt())
            + ":"
            + Base64.getEncoder().withoutPadding().encodeToString(encrypted);
    return body.kind() == Body.Kind.JSON ? "\"" + text + "\"" : text;
  }

  private String decrypted(OrgId orgId, Body body, String id, String text) {
    FieldName field = field(body, id);
    int begin = ENCRYPTED.length() + KEY_HEX + 1;
    byte[] encrypted;
    try {
      if (!text.startsWith(ENCRYPTED) || text.length() < begin) {
        throw new IllegalArgumentException("it is no encrypted value");
      }
      encrypted = Base64.getDecoder().decode(text.substring(begin));
    } catch (IllegalArgumentException e) {
      throw new UnreadableFieldException(
          "%s of organization %s was changed.".formatted(field, orgId), e);
    }
    return new String(encryption.cipher().decrypt(orgId, field, encrypted), StandardCharsets.UTF_8);
  }

  private static FieldName field(Body body, String id) {
    return new FieldName(body.table(), id, body.column());
  }
}
