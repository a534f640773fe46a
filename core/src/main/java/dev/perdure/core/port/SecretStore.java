package dev.perdure.core.port;

import dev.perdure.core.secret.Secret;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Secrets of organizations. Each change is in the audit log, without the value. */
public interface SecretStore extends Secrets {

  /** Makes a secret; refuses a name in use with {@code secret_name_taken}. */
  Secret create(
      Actor actor,
      OrgId orgId,
      UUID createdBy,
      String name,
      @Nullable String description,
      String value);

  /** By name. */
  Page<Secret> list(OrgId orgId, PageRequest page);

  Optional<Secret> find(OrgId orgId, String name);

  /**
   * Changes what is not null; an empty description takes it away.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code NotFound}
   */
  Secret update(
      Actor actor, OrgId orgId, String name, @Nullable String description, @Nullable String value);

  /**
   * Removes a secret for good.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code NotFound}
   */
  void delete(Actor actor, OrgId orgId, String name);
}
