package dev.perdure.core.tenant;

import java.time.Instant;
import java.util.Arrays;

/**
 * A key that signs our own tokens, as it is stored: encrypted.
 *
 * @param id its {@code kid}
 * @param madeAt by the database's clock, the same for every node
 */
@SuppressWarnings("ArrayRecordComponent") // opened, never compared
public record SealedKey(String id, byte[] sealed, Instant madeAt) {

  public SealedKey {
    sealed = Arrays.copyOf(sealed, sealed.length);
  }
}
