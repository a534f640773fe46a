package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.ORGANIZATIONS_ADMIN;
import static dev.perdure.core.tenant.Permission.ORGANIZATION_READ;
import static dev.perdure.core.tenant.Permission.ORGANIZATION_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.CreateOutboundRule;
import dev.perdure.api.body.OutboundRuleBody;
import dev.perdure.api.body.OutboundRulesBody;
import dev.perdure.api.service.OutboundRuleService;
import dev.perdure.core.port.Created;
import dev.perdure.core.tenant.OrgId;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** What requests to the outside may reach: rules of the organization, or of any by the operator. */
@Path("/")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class OutboundRulesResource {

  private static final String OWN = "/v1/admin/outbound-rules/";

  private final OutboundRuleService rules;

  public OutboundRulesResource(OutboundRuleService rules) {
    this.rules = rules;
  }

  @GET
  @Path("admin/outbound-rules")
  @Requires(ORGANIZATION_READ)
  @Operation(
      operationId = "listOutboundRules",
      summary = "List what requests to the outside may reach")
  public OutboundRulesBody list(@Auth CallerPrincipal principal) {
    return rules.list(principal.caller().orgId());
  }

  @POST
  @Path("admin/outbound-rules")
  @Requires(ORGANIZATION_WRITE)
  @Operation(
      operationId = "createOutboundRule",
      summary = "Allow or block what requests to the outside may reach",
      description =
          "Felt by the next request. Internal rules, and ports below 1024 but 80 and 443, are the"
              + " operator's to give.")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = OutboundRuleBody.class)))
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable CreateOutboundRule body) {
    OutboundRuleBody made = rules.create(Requesters.of(principal, request), Replies.body(body));
    return Replies.created(new Created<>(made, false), OWN + made.id());
  }

  @DELETE
  @Path("admin/outbound-rules/{id}")
  @Requires(ORGANIZATION_WRITE)
  @Operation(operationId = "deleteOutboundRule", summary = "Take a rule away")
  @ApiResponse(responseCode = "204", description = "Removed")
  public void delete(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    rules.delete(
        Requesters.of(principal, request), principal.caller().orgId(), Ids.outboundRule(id));
  }

  @GET
  @Path("admin/organizations/{id}/outbound-rules")
  @Requires(ORGANIZATIONS_ADMIN)
  @Operation(
      operationId = "listOrganizationOutboundRules",
      summary = "List what an organization's requests to the outside may reach")
  public OutboundRulesBody listOf(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return rules.listOf(new OrgId(Ids.organization(id)));
  }

  @POST
  @Path("admin/organizations/{id}/outbound-rules")
  @Requires(ORGANIZATIONS_ADMIN)
  @Operation(
      operationId = "createOrganizationOutboundRule",
      summary = "Give an organization a rule, internal ones too")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = OutboundRuleBody.class)))
  public Response createOf(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable CreateOutboundRule body) {
    OrgId orgId = new OrgId(Ids.organization(id));
    OutboundRuleBody made =
        rules.create(Requesters.of(principal, request), orgId, Replies.body(body));
    return Replies.created(
        new Created<>(made, false),
        "/v1/admin/organizations/" + orgId + "/outbound-rules/" + made.id());
  }

  @DELETE
  @Path("admin/organizations/{id}/outbound-rules/{rule}")
  @Requires(ORGANIZATIONS_ADMIN)
  @Operation(
      operationId = "deleteOrganizationOutboundRule",
      summary = "Take a rule of an organization away")
  @ApiResponse(responseCode = "204", description = "Removed")
  public void deleteOf(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @PathParam("rule") String rule) {
    rules.delete(
        Requesters.of(principal, request), new OrgId(Ids.organization(id)), Ids.outboundRule(rule));
  }
}
