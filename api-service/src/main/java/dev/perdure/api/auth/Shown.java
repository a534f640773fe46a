package dev.perdure.api.auth;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What a request shows to prove who makes it, as text that nobody has believed yet. */
public sealed interface Shown {

  /** An API key. */
  record Key(String text) implements Shown {
    @Override
    public String toString() {
      return "Key[…]";
    }
  }

  /**
   * A token: of our own issuer or of an OIDC issuer.
   *
   * @param from where the request came from
   */
  record Token(String text, @Nullable InetAddress from) implements Shown {
    @Override
    public String toString() {
      return "Token[…]";
    }
  }

  /**
   * The cookie of a person signed in to the console.
   *
   * @param from where the request came from
   */
  record Cookie(String text, @Nullable InetAddress from) implements Shown {
    @Override
    public String toString() {
      return "Cookie[…]";
    }
  }

  /** What stands behind {@code Bearer}: a key by its prefix, else a token. */
  static Shown bearer(String text, @Nullable InetAddress from) {
    return text.startsWith(KeyText.PREFIX) ? new Key(text) : new Token(text, from);
  }
}
