package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.ORGANIZATIONS_ADMIN;
import static dev.perdure.core.tenant.Permission.QUOTAS_READ;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.ClientAddress;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.PutQuotas;
import dev.perdure.api.body.QuotasBody;
import dev.perdure.api.service.QuotaService;
import dev.perdure.core.tenant.Actor;
import dev.perdure.core.tenant.OrgId;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Limits and quotas: one's own to be read, those of all organizations to be set. */
@Path("/")
@Tag(name = "quotas")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class QuotasResource {

  private final QuotaService quotas;

  public QuotasResource(QuotaService quotas) {
    this.quotas = quotas;
  }

  @GET
  @Path("quotas")
  @Requires(QUOTAS_READ)
  @Operation(
      operationId = "getQuotas",
      summary = "Tell the organization's limits, and what of them is used now")
  public QuotasBody own(@Auth CallerPrincipal principal) {
    return quotas.get(principal.caller().orgId());
  }

  @GET
  @Path("admin/organizations/{id}/quotas")
  @Requires(ORGANIZATIONS_ADMIN)
  @Operation(
      operationId = "getOrganizationQuotas",
      summary = "Tell an organization's limits, and what of them is used now")
  public QuotasBody get(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return quotas.get(new OrgId(Ids.organization(id)));
  }

  @PUT
  @Path("admin/organizations/{id}/quotas")
  @Requires(ORGANIZATIONS_ADMIN)
  @Operation(
      operationId = "putOrganizationQuotas",
      summary = "Give an organization a plan, and what it has otherwise",
      description = "In force on every server within a few seconds; recorded in the audit log.")
  public QuotasBody put(
      @Auth CallerPrincipal principal,
      @PathParam("id") String id,
      @Context ContainerRequestContext request,
      @Nullable PutQuotas body) {
    Actor actor =
        Actor.of(principal.caller(), ClientAddress.text(request), Requesters.userAgent(request));
    return quotas.put(actor, new OrgId(Ids.organization(id)), Replies.body(body));
  }
}
