package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.AGENTS_READ;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.MeBody;
import dev.perdure.api.body.ModelsBody;
import dev.perdure.api.service.CatalogService;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** What can be used, and by whom. */
@Path("/")
@Tag(name = "catalog")
@Produces(MediaType.APPLICATION_JSON)
public final class CatalogResource {

  private final CatalogService catalog;

  public CatalogResource(CatalogService catalog) {
    this.catalog = catalog;
  }

  @GET
  @Path("models")
  @Requires(AGENTS_READ)
  @Operation(operationId = "listModels", summary = "Tell the default model and the providers")
  public ModelsBody models() {
    return catalog.models();
  }

  @GET
  @Path("me")
  @Requires({})
  @Operation(operationId = "getMe", summary = "Tell whom the API key stands for")
  public MeBody me(@Auth CallerPrincipal principal) {
    return MeBody.of(principal.caller());
  }
}
