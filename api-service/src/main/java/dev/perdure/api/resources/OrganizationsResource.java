package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.ORGANIZATIONS_ADMIN;
import static dev.perdure.core.tenant.Permission.ORGANIZATION_READ;
import static dev.perdure.core.tenant.Permission.ORGANIZATION_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.CreateOrganization;
import dev.perdure.api.body.NewOrganizationBody;
import dev.perdure.api.body.OrganizationBody;
import dev.perdure.api.body.UpdateOrganization;
import dev.perdure.api.body.UpdateOwnOrganization;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.OrganizationService;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.OrganizationStore.OrganizationFilter;
import dev.perdure.core.port.Page;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Organization;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Organizations: the caller's own, and all of them for the people of the operator. */
@Path("/")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class OrganizationsResource {

  private final OrganizationService organizations;

  public OrganizationsResource(OrganizationService organizations) {
    this.organizations = organizations;
  }

  @GET
  @Path("admin/organization")
  @Requires(ORGANIZATION_READ)
  @Operation(operationId = "getOwnOrganization", summary = "Get the caller's organization")
  public OrganizationBody own(@Auth CallerPrincipal principal) {
    return organizations.get(principal.caller().orgId());
  }

  @PATCH
  @Path("admin/organization")
  @Requires(ORGANIZATION_WRITE)
  @Operation(operationId = "updateOwnOrganization", summary = "Change the caller's organization")
  public OrganizationBody updateOwn(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable UpdateOwnOrganization body) {
    return organizations.updateOwn(Requesters.of(principal, request), Replies.body(body));
  }

  @GET
  @Path("admin/organizations")
  @Requires(ORGANIZATIONS_ADMIN)
  @Operation(operationId = "listOrganizations", summary = "List all organizations by slug")
  public Page<OrganizationBody> list(
      @Auth CallerPrincipal principal,
      @Parameter(description = "In slug and name.") @QueryParam("q") @Nullable String search,
      @Parameter(schema = @Schema(allowableValues = {"active", "suspended", "erasing"}))
          @QueryParam("status")
          @Nullable String status,
      @BeanParam PageParams page) {
    return organizations.list(new OrganizationFilter(search, status(status)), page.request());
  }

  private static Organization.@Nullable Status status(@Nullable String text) {
    return text == null
        ? null
        : Organization.Status.of(text)
            .orElseThrow(() -> Params.invalid("status", "must be active, suspended or erasing"));
  }

  @POST
  @Path("admin/organizations")
  @Requires(ORGANIZATIONS_ADMIN)
  @Idempotent
  @Operation(
      operationId = "createOrganization",
      summary = "Make an organization with its first owner",
      description =
          "The owner's API key is told once: the answer to a repeated request is without it.")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = NewOrganizationBody.class)))
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable CreateOrganization body) {
    Created<NewOrganizationBody> created =
        organizations.create(
            Requesters.of(principal, request), Replies.body(body), BodyFilter.idempotency(request));
    return Replies.created(
        created, "/v1/admin/organizations/" + created.value().organization().id());
  }

  @GET
  @Path("admin/organizations/{id}")
  @Requires(ORGANIZATIONS_ADMIN)
  @Operation(operationId = "getOrganization", summary = "Get an organization")
  public OrganizationBody get(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return organizations.get(new OrgId(Ids.organization(id)));
  }

  @PATCH
  @Path("admin/organizations/{id}")
  @Requires(ORGANIZATIONS_ADMIN)
  @Operation(
      operationId = "updateOrganization",
      summary = "Change an organization's name, plan or status",
      description = "Suspended, within a second none of its credentials is taken.")
  public OrganizationBody update(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable UpdateOrganization body) {
    return organizations.update(
        Requesters.of(principal, request), new OrgId(Ids.organization(id)), Replies.body(body));
  }
}
