package dev.perdure.core.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A tenant.
 *
 * @param slug its unique short name, which never changes
 * @param plan names the defaults of its limits and quotas
 * @param operator whether it runs the installation
 * @param signed whether each request under an API key must carry a signature
 */
public record Organization(
    OrgId orgId,
    String slug,
    String name,
    String plan,
    Status status,
    boolean operator,
    boolean signed,
    Instant createdAt) {

  /** Whether an organization is served. */
  public enum Status {
    ACTIVE,
    /** None of its credentials is taken. */
    SUSPENDED,
    /**
     * All that it has is being erased; none of its credentials is taken, and there is no way back.
     */
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
