package dev.perdure.core.port;

import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Users, managed. Each change is recorded in the audit log by the same transaction. Nobody gives a
 * role with permissions they lack, nor changes a user who has such a one: that is refused with
 * {@code permission_exceeded}. The last active owner stays what they are: {@code last_owner}.
 */
public interface UserStore {

  /** Users by name, without removed ones. */
  Page<User> list(OrgId orgId, UserFilter filter, PageRequest page);

  /** A user; empty also for a removed one. */
  Optional<User> get(OrgId orgId, UUID id);

  /** Makes a user without any credential. */
  Created<User> create(Requester by, NewUser user, @Nullable Idempotency idempotency);

  /** Changes a user; refused with {@code email_taken} or {@code role_not_found}. */
  User update(Requester by, UUID id, UserChange change);

  /** Takes a user out for good, and revokes their keys. */
  void remove(Requester by, UUID id);

  /** A new user; the address of each is another. */
  record NewUser(String name, @Nullable String email, String role) {}

  /**
   * Changes of a user; what is null stays.
   *
   * @param email empty to have none
   * @param status active or disabled
   */
  record UserChange(
      @Nullable String name,
      @Nullable String email,
      @Nullable String role,
      User.@Nullable Status status) {}

  /**
   * Which users are wanted; what is null does not narrow.
   *
   * @param search in name and address
   */
  record UserFilter(@Nullable String search, @Nullable String role, User.@Nullable Status status) {}
}
