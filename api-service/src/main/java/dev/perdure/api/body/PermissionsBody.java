package dev.perdure.api.body;

import java.util.List;

/** Everything a caller can be allowed to do. */
public record PermissionsBody(List<String> permissions) {
  public PermissionsBody {
    permissions = List.copyOf(permissions);
  }
}
