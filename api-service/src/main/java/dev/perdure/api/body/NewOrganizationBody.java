package dev.perdure.api.body;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An organization just made.
 *
 * @param ownerId its first owner; absent in the answer to a repeated request
 * @param secret the owner's API key, told here and never again
 */
public record NewOrganizationBody(
    OrganizationBody organization, @Nullable UUID ownerId, @Nullable String secret) {

  /** Without the secret. */
  @Override
  public String toString() {
    return "NewOrganizationBody[" + organization + "]";
  }
}
