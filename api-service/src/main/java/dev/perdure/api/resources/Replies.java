package dev.perdure.api.resources;

import dev.perdure.api.body.RunAccepted;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Started;
import dev.perdure.core.run.Run;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Answers that several routes give. */
final class Replies {

  private static final String REPLAYED = "Idempotent-Replayed";

  private Replies() {}

  /** 201 with the place of what was made. */
  static Response created(Created<?> created, String location) {
    return made(201, created.value(), created.replayed(), location);
  }

  /** 202 for a run that is committed. */
  static Response started(Created<Run> created) {
    return started(created.value(), created.replayed(), false);
  }

  /** 202 for the run that answers an input. */
  static Response started(Started started) {
    return started(started.run(), started.replayed(), started.steered());
  }

  private static Response started(Run run, boolean replayed, boolean steered) {
    RunAccepted body = RunAccepted.of(run, steered);
    return made(202, body, replayed, body.links().self());
  }

  /** 202 for what goes on in the background, and where to look for it. */
  static Response accepted(Object body, String location) {
    return made(202, body, false, location);
  }

  /** 200 with what was done. */
  static Response done(Created<?> done) {
    Response.ResponseBuilder response = Response.ok(done.value());
    if (done.replayed()) {
      response.header(REPLAYED, "true");
    }
    return response.build();
  }

  /** The body of a request; refused when there is none. */
  static <T> T body(@Nullable T body) {
    if (body == null) {
      throw PerdureException.invalid("body_required", "This route wants a JSON object.", null);
    }
    return body;
  }

  private static Response made(int status, Object body, boolean replayed, String location) {
    Response.ResponseBuilder response =
        Response.status(status).header(HttpHeaders.LOCATION, location).entity(body);
    if (replayed) {
      response.header(REPLAYED, "true");
    }
    return response.build();
  }
}
