package dev.perdure.api.auth.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.perdure.core.tenant.Permission;
import java.util.EnumSet;
import java.util.Set;

/** What a token is narrowed to. */
final class Scoped {

  private Scoped() {}

  /** The permissions a claim names: none without the claim; all where none is to narrow. */
  static Set<Permission> scopes(JWTClaimsSet claims, String claim) {
    if (claim.isEmpty()) {
      return Permission.all();
    }
    Set<Permission> scopes = EnumSet.noneOf(Permission.class);
    Claims.texts(claims, claim).forEach(name -> Permission.of(name).ifPresent(scopes::add));
    return scopes;
  }
}
