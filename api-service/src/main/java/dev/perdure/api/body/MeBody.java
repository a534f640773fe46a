package dev.perdure.api.body;

import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Permission;
import java.util.List;
import java.util.UUID;

/** Whom the API key stands for. */
public record MeBody(UUID orgId, UUID userId, UUID keyId, List<String> permissions) {
  public MeBody {
    permissions = List.copyOf(permissions);
  }

  public static MeBody of(Caller caller) {
    return new MeBody(
        caller.orgId().value(),
        caller.userId(),
        caller.keyId(),
        caller.permissions().stream().map(Permission::wireName).sorted().toList());
  }
}
