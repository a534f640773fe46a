package dev.perdure.core.quota;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.perdure.core.tenant.OrgId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whose requests are counted together.
 *
 * @param orgId the organization; absent only for an address
 * @param id tells those of one kind and organization apart
 */
public record RateBucket(Kind kind, @Nullable OrgId orgId, String id, Rate rate) {

  /** What they have in common. */
  public enum Kind {
    CREDENTIAL,
    USER,
    ORGANIZATION,
    /** Requests from one address by nobody who is known. */
    ADDRESS;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public RateBucket {
    if ((orgId == null) != (kind == Kind.ADDRESS)) {
      throw new IllegalArgumentException("a bucket is an organization's or an address's");
    }
  }
}
