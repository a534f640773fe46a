package dev.perdure.api.body;

import java.util.List;

/** All roles of an organization, the built-in ones first. */
public record RolesBody(List<RoleBody> roles) {
  public RolesBody {
    roles = List.copyOf(roles);
  }
}
