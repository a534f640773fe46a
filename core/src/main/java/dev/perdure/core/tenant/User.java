package dev.perdure.core.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person or a program of an organization.
 *
 * @param email unique in the organization
 * @param role a built-in role or one of the organization's own
 */
public record User(
    OrgId orgId,
    UUID id,
    String name,
    @Nullable String email,
    String role,
    Status status,
    Instant createdAt) {

  /** Whether a user may call. */
  public enum Status {
    ACTIVE,
    /** None of their credentials is taken, until they are enabled again. */
    DISABLED,
    /** Gone for good; what they made still names them. */
    REMOVED,
    /** Being erased, with what they made and typed; there is no way back. */
    ERASING;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a status by its wire name. */
    public static Optional<Status> of(String wireName) {
      return Arrays.stream(values()).filter(s -> s.wireName().equals(wireName)).findFirst();
    }
  }
}
