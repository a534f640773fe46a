package dev.perdure.api.encryption;

import dev.perdure.core.secret.KeyPurpose;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.security.encryption.KeyRotation;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Takes the keysets of some organizations through the phases of a rotation. */
public final class Rotator {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final KeyRotation rotation;
  private final List<OrgId> organizations;
  private final Consumer<String> told;

  /**
   * @param told is told each step, in a line for a person
   */
  public Rotator(KeyRotation rotation, List<OrgId> organizations, Consumer<String> told) {
    this.rotation = rotation;
    this.organizations = List.copyOf(organizations);
    this.told = told;
  }

  /** What can be done on its own. */
  public enum Phase {
    /** A new key that every node gets to know. */
    DISTRIBUTE,
    /** It encrypts. */
    PROMOTE,
    /** Everything is under it; the old ones are disabled. */
    FINISH,
    /** The keysets are encrypted with the present key-encryption key. */
    REWRAP
  }

  /** The whole rotation, with the waits between its phases. What is under way is gone on with. */
  public void rotate() throws InterruptedException {
    phase(Phase.DISTRIBUTE);
    settle();
    phase(Phase.PROMOTE);
    settle();
    phase(Phase.FINISH);
  }

  /** One phase, for those that are ready for it. */
  public void phase(Phase phase) {
    int done = 0;
    for (OrgId orgId : organizations) {
      for (KeyPurpose purpose : KeyPurpose.values()) {
        if (step(phase, orgId, purpose)) {
          done++;
        } else {
          waits(phase, orgId, purpose);
        }
      }
    }
    told.accept("%s: %d keysets".formatted(phase, done));
  }

  private boolean step(Phase phase, OrgId orgId, KeyPurpose purpose) {
    return switch (phase) {
      case DISTRIBUTE -> rotation.distribute(orgId, purpose);
      case PROMOTE -> rotation.promote(orgId, purpose);
      case FINISH -> rotation.finish(orgId, purpose);
      case REWRAP -> rotation.rewrap(orgId, purpose);
    };
  }

  private void waits(Phase phase, OrgId orgId, KeyPurpose purpose) {
    Duration left = rotation.untilSettled(orgId, purpose);
    if ((phase == Phase.PROMOTE || phase == Phase.FINISH) && left.isPositive()) {
      told.accept(
          "%s of %s waits %d more seconds until every node has read the phase before"
              .formatted(purpose.wireName(), orgId, left.toSeconds() + 1));
    }
  }

  private void settle() throws InterruptedException {
    Duration left = longest();
    if (left.isPositive()) {
      told.accept("Waiting %d seconds for every node".formatted(left.toSeconds() + 1));
    }
    while (left.isPositive()) {
      Thread.sleep(left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN);
      left = longest();
    }
  }

  private Duration longest() {
    Duration longest = Duration.ZERO;
    for (OrgId orgId : organizations) {
      for (KeyPurpose purpose : KeyPurpose.values()) {
        Duration left = rotation.untilSettled(orgId, purpose);
        longest = left.compareTo(longest) > 0 ? left : longest;
      }
    }
    return longest;
  }
}
