package dev.perdure.api.body;

import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.Permission;
import java.util.List;
import java.util.UUID;

/** Whom the credential stands for. */
public record MeBody(UUID orgId, UUID userId, Credential credential, List<String> permissions) {
  public MeBody {
    permissions = List.copyOf(permissions);
  }

  public static MeBody of(Caller caller) {
    return new MeBody(
        caller.orgId().value(),
        caller.userId(),
        caller.credential(),
        caller.permissions().stream().map(Permission::wireName).sorted().toList());
  }
}
