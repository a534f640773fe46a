package dev.perdure.store;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Makes requests under one key one request, for 24 hours. */
final class IdempotencyKeys {

  /**
   * What an earlier request made.
   *
   * @param number a version, for what is counted within the resource
   */
  record Made(UUID id, @Nullable Integer number) {}

  /**
   * Takes the key for this transaction; waits for another that has taken it.
   *
   * @param id what this request is about to make
   * @return what an earlier request under the key has made; empty when this one is to go on
   */
  Optional<Made> take(Handle handle, OrgId orgId, @Nullable Idempotency idempotency, UUID id) {
    if (idempotency == null || inserted(handle, orgId, idempotency, id)) {
      return Optional.empty();
    }
    return Optional.of(existing(handle, orgId, idempotency, true).orElseThrow());
  }

  /** What an earlier request under the key has made, if there was one; takes nothing. */
  Optional<Made> known(Handle handle, OrgId orgId, Idempotency idempotency) {
    return existing(handle, orgId, idempotency, false);
  }

  /** Notes the number of what was made. */
  void number(Handle handle, OrgId orgId, @Nullable Idempotency idempotency, int number) {
    if (idempotency != null) {
      handle
          .createUpdate(
              """
              UPDATE idempotency_keys SET resource_number = :number
              WHERE org_id = :org AND key = :key
              """)
          .bind("org", orgId.value())
          .bind("key", PgText.clean(idempotency.key()))
          .bind("number", number)
          .execute();
    }
  }

  /** Notes what the request came to, where that was not known when the key was taken. */
  void made(Handle handle, OrgId orgId, @Nullable Idempotency idempotency, Made made) {
    if (idempotency != null) {
      handle
          .createUpdate(
              """
              UPDATE idempotency_keys SET resource_id = :id, resource_number = :number
              WHERE org_id = :org AND key = :key
              """)
          .bind("org", orgId.value())
          .bind("key", PgText.clean(idempotency.key()))
          .bind("id", made.id())
          .bind("number", made.number())
          .execute();
    }
  }

  private static boolean inserted(Handle handle, OrgId orgId, Idempotency idempotency, UUID id) {
    return handle
            .createUpdate(
                """
                INSERT INTO idempotency_keys AS k
                  (org_id, key, fingerprint, resource_id, created_at, expires_at)
                VALUES (:org, :key, :fingerprint, :id, now(), now() + interval '24 hours')
                ON CONFLICT (org_id, key) DO UPDATE
                SET fingerprint = excluded.fingerprint, resource_id = excluded.resource_id,
                    resource_number = NULL, created_at = excluded.created_at,
                    expires_at = excluded.expires_at
                WHERE k.expires_at <= now()
                """)
            .bind("org", orgId.value())
            .bind("key", PgText.clean(idempotency.key()))
            .bind("fingerprint", idempotency.fingerprint())
            .bind("id", id)
            .execute()
        == 1;
  }

  /**
   * Looks a key up.
   *
   * @param expired whether one that has just run out counts too
   */
  private static Optional<Made> existing(
      Handle handle, OrgId orgId, Idempotency idempotency, boolean expired) {
    return handle
        .createQuery(
            """
            SELECT fingerprint, resource_id, resource_number FROM idempotency_keys
            WHERE org_id = :org AND key = :key AND (:expired OR expires_at > now())
            """)
        .bind("org", orgId.value())
        .bind("key", PgText.clean(idempotency.key()))
        .bind("expired", expired)
        .map((rs, ctx) -> {
          if (!rs.getString("fingerprint").equals(idempotency.fingerprint())) {
            throw PerdureException.conflict(
                "idempotency_key_reused",
                "This idempotency key was used for another request. Use a new key.");
          }
          return new Made(
              rs.getObject("resource_id", UUID.class),
              rs.getObject("resource_number", Integer.class));
        })
        .findOne();
  }
}
