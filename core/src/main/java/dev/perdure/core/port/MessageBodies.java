package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;
import org.jspecify.annotations.Nullable;

/**
 * Port: all that people, agents and tools said, as it is stored, to be stored otherwise while
 * everything runs.
 */
public interface MessageBodies {

  /** What shall become of the values. */
  sealed interface Change {

    /** Those in the clear are encrypted. */
    record Encrypt() implements Change {}

    /** Those that are encrypted are put in the clear. */
    record Decrypt() implements Change {}

    /** Those under other keys are encrypted anew; those in the clear stay so. */
    record EncryptAnew(int keyId) implements Change {}
  }

  /**
   * One part of the way, of some hundred rows.
   *
   * @param changed how many values were changed
   * @param next where to go on; null at the end
   */
  record Part(int changed, @Nullable String next) {}

  /**
   * Changes the values of one part. A value that somebody else changes meanwhile is left. Beginning
   * anew does no harm: what is as it shall be is passed over.
   *
   * @param from the {@code next} of the part before; null to begin
   */
  Part change(OrgId orgId, Change change, @Nullable String from);
}
