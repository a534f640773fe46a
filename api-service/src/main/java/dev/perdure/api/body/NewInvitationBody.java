package dev.perdure.api.body;

import org.jspecify.annotations.Nullable;

/**
 * An invitation just made.
 *
 * @param token what the invited accepts with, for whoever invites to pass on. It is told here and
 *     never again: the answer to a repeated request is without it
 */
public record NewInvitationBody(InvitationBody invitation, @Nullable String token) {

  /** Without the token. */
  @Override
  public String toString() {
    return "NewInvitationBody[" + invitation + "]";
  }
}
