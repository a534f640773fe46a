package dev.perdure.api.auth.console;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Optional;

/**
 * A cookie that no script reads and no other site sends. Under TLS its name begins with {@code
 * __Host-}: browsers then take it from this very host only, never from a neighbour or in the clear.
 */
public final class ConsoleCookie {

  private static final String PREFIX = "__Host-";

  private final String name;
  private final NewCookie.SameSite sameSite;
  private final OwnAddress address;

  private ConsoleCookie(String name, NewCookie.SameSite sameSite, OwnAddress address) {
    this.name = name;
    this.sameSite = sameSite;
    this.address = address;
  }

  /** The cookie of a console session: never sent when another site leads here. */
  public static ConsoleCookie session(OwnAddress address) {
    return new ConsoleCookie("perdure", NewCookie.SameSite.STRICT, address);
  }

  /** What is remembered while a person is at the OIDC provider, who leads them back here. */
  public static ConsoleCookie login(OwnAddress address) {
    return new ConsoleCookie("perdure-login", NewCookie.SameSite.LAX, address);
  }

  /** What the browser sent. */
  public Optional<String> read(ContainerRequestContext request) {
    Cookie cookie = request.getCookies().get(name(request));
    return cookie == null || cookie.getValue() == null
        ? Optional.empty()
        : Optional.of(cookie.getValue());
  }

  /** Has the browser keep a value for a time. */
  public NewCookie keep(ContainerRequestContext request, String value, Duration lifetime) {
    return of(request, value, Math.toIntExact(lifetime.toSeconds()));
  }

  /** Has the browser forget it. */
  public NewCookie forget(ContainerRequestContext request) {
    return of(request, "", 0);
  }

  private NewCookie of(ContainerRequestContext request, String value, int seconds) {
    return new NewCookie.Builder(name(request))
        .value(value)
        .path("/")
        .maxAge(seconds)
        .httpOnly(true)
        .secure(address.secure(request))
        .sameSite(sameSite)
        .build();
  }

  private String name(ContainerRequestContext request) {
    return address.secure(request) ? PREFIX + name : name;
  }
}
