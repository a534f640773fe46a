package dev.perdure.api.resources;

import dev.perdure.api.body.SkillContentBody;
import dev.perdure.api.body.SkillVersionBody;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Documents what routes answer that make a version of a skill, or show what it would be. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ApiResponse(
    responseCode = "201",
    description = "Made",
    content = @Content(schema = @Schema(implementation = SkillVersionBody.class)))
@ApiResponse(
    responseCode = "200",
    description = "What would be made, with dry_run=true; nothing is kept",
    content = @Content(schema = @Schema(implementation = SkillContentBody.class)))
@interface AnswersSkillMade {}
