package dev.perdure.core.secret;

import java.util.List;
import java.util.Map;

/**
 * Plug-in: opens key-encryption keys that are kept elsewhere, such as in a key management service.
 * Found by {@link java.util.ServiceLoader}.
 */
public interface KeyWrapperFactory {

  /** What {@code encryption.keyService} names. */
  String name();

  /**
   * The keys; the first encrypts, the others still decrypt.
   *
   * @throws IllegalArgumentException when the settings can't work
   */
  List<KeyWrapper> open(Map<String, String> settings);
}
