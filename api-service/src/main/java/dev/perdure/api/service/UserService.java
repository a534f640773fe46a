package dev.perdure.api.service;

import dev.perdure.api.body.CreateUser;
import dev.perdure.api.body.UpdateUser;
import dev.perdure.api.body.UserBody;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.port.UserStore;
import dev.perdure.core.port.UserStore.NewUser;
import dev.perdure.core.port.UserStore.UserChange;
import dev.perdure.core.port.UserStore.UserFilter;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Requester;
import dev.perdure.core.tenant.User;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Users, managed. */
public final class UserService {

  private final UserStore users;

  public UserService(UserStore users) {
    this.users = users;
  }

  public Page<UserBody> list(Caller caller, UserFilter filter, PageRequest page) {
    return users.list(caller.orgId(), filter, page).map(UserBody::of);
  }

  public UserBody get(Caller caller, UUID id) {
    return users
        .get(caller.orgId(), id)
        .map(UserBody::of)
        .orElseThrow(() -> PerdureException.notFound("user", id));
  }

  public Created<UserBody> create(
      Requester by, CreateUser request, @Nullable Idempotency idempotency) {
    NewUser wanted =
        new NewUser(
            Checks.name(request.name(), "/name"),
            request.email() == null || request.email().isBlank()
                ? null
                : AdminChecks.email(request.email(), "/email"),
            AdminChecks.word(request.role(), "/role"));
    Created<User> made = users.create(by, wanted, idempotency);
    return new Created<>(UserBody.of(made.value()), made.replayed());
  }

  public UserBody update(Requester by, UUID id, UpdateUser request) {
    UserChange change =
        new UserChange(
            request.name() == null ? null : Checks.name(request.name(), "/name"),
            email(request.email()),
            request.role() == null ? null : AdminChecks.word(request.role(), "/role"),
            status(request.status()));
    return UserBody.of(users.update(by, id, change));
  }

  public void remove(Requester by, UUID id) {
    users.remove(by, id);
  }

  private static @Nullable String email(@Nullable String text) {
    return text == null || text.isEmpty() ? text : AdminChecks.email(text, "/email");
  }

  private static User.@Nullable Status status(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return User.Status.of(text)
        .filter(status -> status == User.Status.ACTIVE || status == User.Status.DISABLED)
        .orElseThrow(() -> Checks.invalid("/status", "must be active or disabled"));
  }
}
