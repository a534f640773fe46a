package dev.perdure.core.secret;

import dev.perdure.core.tenant.OrgId;
import java.time.Duration;

/**
 * The keys of an organization, as they are kept.
 *
 * @param version raised by each change
 * @param wrappedBy the id of the key-encryption key it is encrypted with
 * @param wrapped the keyset, encrypted
 * @param age how long it has been in its phase, by the clock of the store
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StoredKeyset(
    OrgId orgId,
    KeyPurpose purpose,
    int version,
    String wrappedBy,
    byte[] wrapped,
    KeysetPhase phase,
    Duration age) {

  public StoredKeyset {
    wrapped = wrapped.clone();
  }

  /** A keyset that was never stored. */
  public static StoredKeyset first(
      OrgId orgId, KeyPurpose purpose, String wrappedBy, byte[] wrapped) {
    return new StoredKeyset(
        orgId, purpose, 1, wrappedBy, wrapped, KeysetPhase.STABLE, Duration.ZERO);
  }

  /** What takes its place. */
  public StoredKeyset changed(String wrappedBy, byte[] wrapped, KeysetPhase phase) {
    return new StoredKeyset(orgId, purpose, version + 1, wrappedBy, wrapped, phase, Duration.ZERO);
  }

  @Override
  public String toString() {
    return "StoredKeyset[" + orgId + " " + purpose + " version " + version + " " + phase + "]";
  }
}
