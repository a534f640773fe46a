package dev.perdure.api.encryption;

import dev.perdure.core.port.MessageBodies;
import dev.perdure.core.port.MessageBodies.Change;
import dev.perdure.core.port.MessageBodies.Part;
import dev.perdure.core.tenant.OrgId;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Encrypts all messages of organizations, or puts them in the clear. */
public final class MessageSweep {

  private final MessageBodies bodies;
  private final Consumer<String> told;

  /**
   * @param told is told what was done, in a line for a person
   */
  public MessageSweep(MessageBodies bodies, Consumer<String> told) {
    this.bodies = bodies;
    this.told = told;
  }

  /**
   * Does one organization. Stopped and called again it passes over what is done.
   *
   * @param encrypted whether its messages shall be encrypted
   */
  public void sweep(OrgId orgId, boolean encrypted) {
    Change change = encrypted ? new Change.Encrypt() : new Change.Decrypt();
    long changed = 0;
    String place = null;
    do {
      Part part = bodies.change(orgId, change, place);
      changed += part.changed();
      tell(orgId, changed, place, part.next());
      place = part.next();
    } while (place != null);
    told.accept(
        "%s: %d values %s".formatted(orgId, changed, encrypted ? "encrypted" : "decrypted"));
  }

  /** A line whenever a column is done. */
  private void tell(OrgId orgId, long changed, @Nullable String before, @Nullable String next) {
    if (next != null && next.endsWith(" ") && !next.equals(before)) {
      told.accept("%s: %d values so far, next %s".formatted(orgId, changed, next.strip()));
    }
  }
}
