package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.USERS_READ;
import static dev.perdure.core.tenant.Permission.USERS_WRITE;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.CreateUser;
import dev.perdure.api.body.UpdateUser;
import dev.perdure.api.body.UserBody;
import dev.perdure.api.filters.BodyFilter;
import dev.perdure.api.service.UserService;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.UserStore.UserFilter;
import dev.perdure.core.tenant.User;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/** Users of the organization. */
@Path("/")
@Tag(name = "admin")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class UsersResource {

  private final UserService users;

  public UsersResource(UserService users) {
    this.users = users;
  }

  @GET
  @Path("admin/users")
  @Requires(USERS_READ)
  @Operation(operationId = "listUsers", summary = "List users by name")
  public Page<UserBody> list(
      @Auth CallerPrincipal principal,
      @Parameter(description = "In name and address.") @QueryParam("q") @Nullable String search,
      @QueryParam("role") @Nullable String role,
      @Parameter(schema = @Schema(allowableValues = {"active", "disabled", "erasing"}))
          @QueryParam("status")
          @Nullable String status,
      @BeanParam PageParams page) {
    return users.list(
        principal.caller(), new UserFilter(search, role, status(status)), page.request());
  }

  private static User.@Nullable Status status(@Nullable String text) {
    return text == null
        ? null
        : User.Status.of(text)
            .filter(known -> known != User.Status.REMOVED)
            .orElseThrow(() -> Params.invalid("status", "must be active, disabled or erasing"));
  }

  @GET
  @Path("admin/users/{id}")
  @Requires(USERS_READ)
  @Operation(operationId = "getUser", summary = "Get a user")
  public UserBody get(@Auth CallerPrincipal principal, @PathParam("id") String id) {
    return users.get(principal.caller(), Ids.user(id));
  }

  @POST
  @Path("admin/users")
  @Requires(USERS_WRITE)
  @Idempotent
  @Operation(
      operationId = "createUser",
      summary = "Make a user",
      description = "Nobody gives a role with permissions they lack.")
  @ApiResponse(
      responseCode = "201",
      description = "Made",
      content = @Content(schema = @Schema(implementation = UserBody.class)))
  public Response create(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @Nullable CreateUser body) {
    Created<UserBody> created =
        users.create(
            Requesters.of(principal, request), Replies.body(body), BodyFilter.idempotency(request));
    return Replies.created(created, "/v1/admin/users/" + created.value().id());
  }

  @PATCH
  @Path("admin/users/{id}")
  @Requires(USERS_WRITE)
  @Operation(
      operationId = "updateUser",
      summary = "Change a user's name, address, role or status",
      description = "The last active owner stays one. A change is felt within a second.")
  public UserBody update(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id,
      @Nullable UpdateUser body) {
    return users.update(Requesters.of(principal, request), Ids.user(id), Replies.body(body));
  }

  @DELETE
  @Path("admin/users/{id}")
  @Requires(USERS_WRITE)
  @Operation(
      operationId = "removeUser",
      summary = "Take a user out for good",
      description = "Their keys are revoked; what they made stays. Their address is free again.")
  @ApiResponse(responseCode = "204", description = "Removed")
  public void remove(
      @Auth CallerPrincipal principal,
      @Context ContainerRequestContext request,
      @PathParam("id") String id) {
    users.remove(Requesters.of(principal, request), Ids.user(id));
  }
}
