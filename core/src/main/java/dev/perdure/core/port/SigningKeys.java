package dev.perdure.core.port;

import dev.perdure.core.tenant.SealedKey;
import java.time.Duration;
import java.util.List;

/** The installation's keys that sign our own tokens; no organization's. */
public interface SigningKeys {

  /** All there are, the oldest first. */
  List<SealedKey> all();

  /**
   * Adds a key, unless one younger than {@code after} is there: nodes that find the newest too old
   * at once make one together.
   *
   * @return whether it was added
   */
  boolean add(String id, byte[] sealed, Duration after);

  /**
   * Keeps a key sealed otherwise.
   *
   * @return false when it is gone, or sealed otherwise already
   */
  boolean reseal(SealedKey before, byte[] sealed);

  /** Removes a key that signs nothing any more. */
  void forget(String id);
}
