package dev.perdure.api.body;

import dev.perdure.core.tenant.User;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person or a program of the organization. */
public record UserBody(
    UUID id,
    String name,
    @Nullable String email,
    String role,
    User.Status status,
    Instant createdAt) {

  public static UserBody of(User user) {
    return new UserBody(
        user.id(), user.name(), user.email(), user.role(), user.status(), user.createdAt());
  }
}
