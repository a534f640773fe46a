package dev.perdure.skills.custom;

/** Told when a secret leaves for somewhere while somebody makes or looks at a skill. */
@FunctionalInterface
public interface SecretUses {

  /** Nobody wants to know. */
  SecretUses UNTOLD = (secret, host) -> {};

  /**
   * A request is about to be sent by what was given a secret. What this throws keeps it back.
   *
   * @param secret its name, as the organization calls it
   * @param host with the port, as it was written
   */
  void sending(String secret, String host);
}
