package dev.perdure.api.auth;

import dev.perdure.api.auth.console.ConsoleLogins;
import dev.perdure.api.auth.token.TokenAuthenticator;
import io.dropwizard.auth.Authenticator;
import java.util.Optional;

/** Finds whom the thing that was shown stands for, by its kind. */
public final class CallerAuthenticator implements Authenticator<Shown, CallerPrincipal> {

  private final KeyAuthenticator keys;
  private final TokenAuthenticator tokens;
  private final ConsoleLogins logins;

  public CallerAuthenticator(
      KeyAuthenticator keys, TokenAuthenticator tokens, ConsoleLogins logins) {
    this.keys = keys;
    this.tokens = tokens;
    this.logins = logins;
  }

  @Override
  public Optional<CallerPrincipal> authenticate(Shown shown) {
    return switch (shown) {
      case Shown.Key key -> keys.authenticate(key.text()).map(CallerPrincipal::new);
      case Shown.Token token -> tokens.authenticate(token.text(), token.from());
      case Shown.Cookie cookie ->
          logins.authenticate(cookie.text(), cookie.from()).map(CallerPrincipal::new);
    };
  }
}
