package dev.perdure.api.resources;

import dev.perdure.api.body.RunAccepted;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents a route that answers 202 with the run that is committed. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(
    responseCode = "202",
    description = "Committed",
    content = @Content(schema = @Schema(implementation = RunAccepted.class)))
@interface AnswersCommitted {}
