package dev.perdure.api.body;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A version to be added to a skill.
 *
 * @param settings what the kind wants to know; never secrets
 * @param secrets names of the organization's secrets, used while the version is checked; those set
 *     for the skill when absent
 * @param expectedLatest refused unless this is the latest version
 * @param promote whether it becomes the current one at once; true when absent
 */
public record CreateSkillVersion(
    @Schema(description = "What the kind wants to know. Never secrets.")
        @Nullable Map<String, Object> settings,
    @Schema(description = "Used while the version is checked; else those set for the skill.")
        @Nullable Map<String, @Nullable String> secrets,
    @Nullable List<@Nullable SkillDraftFile> files,
    @Schema(description = "The files as a ZIP archive in Base64, instead of files.")
        @Nullable String archive,
    @Nullable Integer expectedLatest,
    @Schema(description = "Whether it becomes the current one at once; true when absent.")
        @Nullable Boolean promote) {

  /** What a request without a body says. */
  public static final CreateSkillVersion NOTHING =
      new CreateSkillVersion(null, null, null, null, null, null);

  /** The same, with what was said beside it, as it has to be of an archive. */
  public CreateSkillVersion withPromote(boolean other) {
    return new CreateSkillVersion(settings, secrets, files, archive, expectedLatest, other);
  }
}
