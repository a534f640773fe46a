package dev.perdure.api.auth.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads claims by name, or by a path such as {@code realm_access.roles}. */
final class Claims {

  private Claims() {}

  /** One text; empty when it is missing, blank, or something else. */
  static Optional<String> text(JWTClaimsSet claims, String path) {
    return at(claims.getClaims(), path) instanceof String text && !text.isBlank()
        ? Optional.of(text.strip())
        : Optional.empty();
  }

  /** Texts of a list, the names of an object, or the words of a text. */
  static List<String> texts(JWTClaimsSet claims, String path) {
    return switch (at(claims.getClaims(), path)) {
      case String text -> Arrays.stream(text.strip().split("\\s+")).toList();
      case Collection<?> list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case Map<?, ?> object -> object.keySet().stream().map(String::valueOf).toList();
      case null, default -> List.of();
    };
  }

  /** A claim's name may have dots of its own, as addresses do. */
  private static @Nullable Object at(Map<String, Object> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    Object found = claims;
    for (String name : path.split("\\.", -1)) {
      found = found instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return found;
  }
}
