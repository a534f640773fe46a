package dev.perdure.core.port;

import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes the data of an organization, or of one of its users, out. */
public interface DataExport {

  /**
   * Hands every thing to the sink, as all of them were at one moment. Secrets, hashes and keys are
   * not among them. However many there are, few are in memory at once.
   *
   * @param userId only what is about or by this user; null for all of the organization
   * @return how many things there were of each type
   */
  Map<String, Long> write(OrgId orgId, @Nullable UUID userId, Sink sink);

  /** Notes in the audit log that somebody takes data out. */
  void record(Actor actor, @Nullable UUID userId);

  /** Takes one thing after the other. */
  @FunctionalInterface
  interface Sink {

    /**
     * Takes a thing.
     *
     * @param type such as {@code session}
     * @param fields its columns by their names; what has no value is left out
     */
    void accept(String type, Map<String, Object> fields);
  }
}
