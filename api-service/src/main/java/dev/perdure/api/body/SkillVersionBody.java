package dev.perdure.api.body;

import dev.perdure.core.skill.custom.CustomSkillVersion;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One immutable version of a skill that the organization made.
 *
 * @param skill the skill's name
 * @param pinned how an agent names this version for good
 * @param current whether it is meant where an agent names no version
 * @param sha256 of all that is in it
 * @param bytes how much is kept of it
 * @param missingSecrets what it can't do without and nobody has named a secret for; told where a
 *     version is made, accepted or promoted
 */
public record SkillVersionBody(
    String skill,
    int version,
    String pinned,
    boolean current,
    String kind,
    String title,
    String description,
    String sha256,
    long bytes,
    UUID createdBy,
    Instant createdAt,
    @Schema(
            description =
                "What it can't do without and nobody has named a secret for in the skill's"
                    + " settings. Told where a version is made, accepted or promoted.")
        @Nullable List<String> missingSecrets) {

  public static SkillVersionBody of(CustomSkillVersion version) {
    return of(version, null);
  }

  public static SkillVersionBody of(
      CustomSkillVersion version, @Nullable List<String> missingSecrets) {
    return new SkillVersionBody(
        version.skill(),
        version.version(),
        version.skill() + "@" + version.version(),
        version.current(),
        version.kind(),
        version.title(),
        version.description(),
        version.sha256(),
        version.bytes(),
        version.createdBy(),
        version.createdAt(),
        missingSecrets);
  }
}
