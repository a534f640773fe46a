package dev.perdure.api.resources;

import static dev.perdure.core.tenant.Permission.PAYLOADS_READ;

import dev.perdure.api.auth.CallerPrincipal;
import dev.perdure.api.auth.Requires;
import dev.perdure.api.body.CodecPayloads;
import dev.perdure.api.service.CodecService;
import io.dropwizard.auth.Auth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** Temporal's codec protocol, for its UI and command line. */
@Path("/temporal-codec")
@Tag(name = "temporal")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class TemporalCodecResource {

  private final CodecService codec;

  public TemporalCodecResource(CodecService codec) {
    this.codec = codec;
  }

  @POST
  @Path("decode")
  @Requires(PAYLOADS_READ)
  @Operation(
      operationId = "decodePayloads",
      summary = "Read Temporal payloads in the clear",
      description = "Those of other organizations stay as they are.")
  public CodecPayloads decode(
      @Auth CallerPrincipal principal,
      @HeaderParam("X-Namespace") @Nullable String namespace,
      @Nullable CodecPayloads body) {
    return codec.decode(principal.caller(), namespace, Replies.body(body));
  }

  @POST
  @Path("encode")
  @Requires(PAYLOADS_READ)
  @Operation(
      operationId = "encodePayloads",
      summary = "Encrypt Temporal payloads with the organization's keys")
  public CodecPayloads encode(
      @Auth CallerPrincipal principal,
      @HeaderParam("X-Namespace") @Nullable String namespace,
      @Nullable CodecPayloads body) {
    return codec.encode(principal.caller(), namespace, Replies.body(body));
  }
}
