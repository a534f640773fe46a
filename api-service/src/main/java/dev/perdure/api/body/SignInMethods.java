package dev.perdure.api.body;

import org.jspecify.annotations.Nullable;

/**
 * How people can sign in to the console.
 *
 * @param apiKey whether with an API key
 * @param oidc an OIDC provider; absent when none is configured
 */
public record SignInMethods(boolean apiKey, @Nullable Provider oidc) {

  /**
   * An OIDC provider.
   *
   * @param name as people know it
   * @param url where signing in begins
   */
  public record Provider(String name, String url) {}
}
