package dev.perdure.api.resources;

import dev.perdure.core.port.PageRequest;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** Which part of a list is wanted. */
public final class PageParams {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MOST = 200;

  @Parameter(
      description = "The most items.",
      schema = @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50"))
  @QueryParam("limit")
  public @Nullable String limit;

  @Parameter(description = "The next of the page before this one.")
  @QueryParam("after")
  public @Nullable String after;

  PageRequest request() {
    Integer wanted = Params.number("limit", limit);
    int most = wanted == null ? DEFAULT_LIMIT : wanted;
    if (most < 1 || most > MOST) {
      throw Params.invalid("limit", "must be from 1 to " + MOST);
    }
    return new PageRequest(most, after);
  }
}
