package dev.perdure.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.auth.KeyHash;
import dev.perdure.api.limits.OpenExports;
import dev.perdure.api.resources.ApiKeysResource;
import dev.perdure.api.resources.AuditLogResource;
import dev.perdure.api.resources.ErasuresResource;
import dev.perdure.api.resources.ExportsResource;
import dev.perdure.api.resources.InvitationsResource;
import dev.perdure.api.resources.OrganizationsResource;
import dev.perdure.api.resources.OutboundRulesResource;
import dev.perdure.api.resources.OwnApiKeysResource;
import dev.perdure.api.resources.RolesResource;
import dev.perdure.api.resources.SigningSecretsResource;
import dev.perdure.api.resources.UsersResource;
import dev.perdure.api.service.ApiKeyService;
import dev.perdure.api.service.AuditService;
import dev.perdure.api.service.CommandService;
import dev.perdure.api.service.ErasureService;
import dev.perdure.api.service.ExportService;
import dev.perdure.api.service.InvitationService;
import dev.perdure.api.service.KeyMaker;
import dev.perdure.api.service.KillSwitch;
import dev.perdure.api.service.OrganizationService;
import dev.perdure.api.service.OutboundRuleService;
import dev.perdure.api.service.RoleService;
import dev.perdure.api.service.UserService;
import dev.perdure.api.signing.SigningSecrets;
import dev.perdure.core.port.FileUpkeep;
import dev.perdure.store.Ids;
import dev.perdure.store.Store;
import java.time.Clock;
import java.util.List;

/** The routes of the Admin API. */
final class AdminRoutes {

  private AdminRoutes() {}

  static List<Object> of(
      Store store,
      FileUpkeep files,
      KeyHash hash,
      SigningSecrets signing,
      KillSwitch killSwitch,
      CommandService commands,
      ObjectMapper mapper) {
    KeyMaker maker = new KeyMaker(hash, Ids.timeOrdered(), Clock.systemUTC());
    ApiKeyService keys = new ApiKeyService(store.keys(), store.organizations(), maker, signing);
    return List.of(
        new ApiKeysResource(keys),
        new OwnApiKeysResource(keys),
        new SigningSecretsResource(signing),
        new UsersResource(new UserService(store.users())),
        new InvitationsResource(new InvitationService(store.invitations(), maker)),
        new RolesResource(new RoleService(store.roles())),
        new OrganizationsResource(
            new OrganizationService(store.organizations(), maker, killSwitch)),
        new OutboundRulesResource(
            new OutboundRuleService(store.outboundRules(), store.organizations())),
        new AuditLogResource(new AuditService(store.audit(), mapper)),
        new ExportsResource(new ExportService(store.exports(), files, new OpenExports(), mapper)),
        new ErasuresResource(new ErasureService(store.erasures(), commands)));
  }
}
