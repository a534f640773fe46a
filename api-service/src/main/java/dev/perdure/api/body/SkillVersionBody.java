package dev.perdure.api.body;

import dev.perdure.core.skill.custom.CustomSkillVersion;
import java.time.Instant;
import java.util.UUID;

/**
 * One immutable version of a skill that the organization made.
 *
 * @param skill the skill's name
 * @param pinned how an agent names this version for good
 * @param current whether it is meant where an agent names no version
 * @param sha256 of all that is in it
 * @param bytes how much is kept of it
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
    Instant createdAt) {

  public static SkillVersionBody of(CustomSkillVersion version) {
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
        version.createdAt());
  }
}
