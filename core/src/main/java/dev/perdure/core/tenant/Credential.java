package dev.perdure.core.tenant;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * What a caller showed to prove who they are.
 *
 * @param id the key's id, the console session's id, or the token's {@code jti} (a name-based UUID
 *     of it when it is none)
 */
public record Credential(Kind kind, UUID id) {

  /** Kinds of credentials. */
  public enum Kind {
    API_KEY,
    /** A token of our own issuer or of an OIDC issuer. */
    TOKEN,
    /** The cookie of a person signed in to the console. */
    CONSOLE_SESSION;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Finds a kind by its wire name. */
    public static Optional<Kind> of(String wireName) {
      return Arrays.stream(values()).filter(kind -> kind.wireName().equals(wireName)).findFirst();
    }
  }

  /** An API key. */
  public static Credential key(UUID id) {
    return new Credential(Kind.API_KEY, id);
  }
}
