package dev.perdure.security.encryption;

import dev.perdure.core.secret.KeyWrapper;
import dev.perdure.core.secret.UnreadableFieldException;
import java.util.List;

/**
 * The key-encryption keys there are at once.
 *
 * @param keys the first encrypts keysets, the others still decrypt them
 */
public record KeyRing(List<KeyWrapper> keys) {

  public KeyRing {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("there is no key-encryption key");
    }
  }

  /**
   * Keys of 32 bytes in base64.
   *
   * @throws IllegalArgumentException naming what is wrong, without the key
   */
  public static KeyRing of(List<String> base64) {
    return new KeyRing(base64.stream().<KeyWrapper>map(LocalKeyWrapper::of).toList());
  }

  /** The one that encrypts. */
  KeyWrapper primary() {
    return keys.getFirst();
  }

  /**
   * The one with this id.
   *
   * @throws UnreadableFieldException when there is none
   */
  KeyWrapper named(String id, String what) {
    return keys.stream()
        .filter(key -> key.id().equals(id))
        .findFirst()
        .orElseThrow(() ->
            new UnreadableFieldException(
                what
                    + " is encrypted with the key-encryption key "
                    + id
                    + ", which this process was not given. Add it to encryption.oldKeys.",
                null));
  }

  @Override
  public String toString() {
    return "KeyRing" + keys.stream().map(KeyWrapper::id).toList();
  }
}
