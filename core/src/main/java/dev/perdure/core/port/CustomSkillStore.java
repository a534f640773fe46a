package dev.perdure.core.port;

import dev.perdure.core.skill.custom.CustomSkill;
import dev.perdure.core.skill.custom.CustomSkillVersion;
import dev.perdure.core.skill.custom.SkillContent;
import dev.perdure.core.skill.custom.SkillName;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The skills that organizations make, and their immutable versions. Each change is in the audit
 * log. Refusals are {@code PerdureException}s; a skill that is not there is {@code
 * skill_not_found}.
 */
public interface CustomSkillStore {

  /** How many skills an organization may have. */
  int MOST = 200;

  /** How much may be kept of all their versions, in bytes. */
  long MOST_BYTES = 512L * 1024 * 1024;

  /**
   * Makes a skill; its first version, unless there was a skill of that name before, whose numbers
   * go on. Refuses a name in use with {@code skill_name_taken}, and what is beyond the bounds with
   * {@code too_many_skills} or {@code skills_too_large}.
   *
   * @param secrets names of the organization's secrets by the name the skill asks for; set for the
   *     skill when there are any
   */
  Created<CustomSkillVersion> create(
      Requester by,
      SkillContent content,
      Map<String, String> secrets,
      @Nullable Idempotency idempotency);

  /**
   * Adds a version to the skill of that name. Refuses another kind with {@code skill_kind_differs}.
   *
   * @param expectedLatest when given, refused with {@code skill_version_conflict} unless it is the
   *     latest version
   * @param promote whether it becomes the current one at once
   */
  Created<CustomSkillVersion> addVersion(
      Requester by,
      SkillContent content,
      @Nullable Integer expectedLatest,
      boolean promote,
      @Nullable Idempotency idempotency);

  /**
   * What an earlier request under this key made, so that one that comes again asks nobody else.
   * Refuses a key of another request with {@code idempotency_key_reused}.
   */
  Optional<CustomSkillVersion> made(OrgId orgId, @Nullable Idempotency idempotency);

  Optional<CustomSkill> find(OrgId orgId, String name);

  /** The current version of each skill, by name. */
  List<CustomSkillVersion> current(OrgId orgId);

  /** The versions that are meant by these names, those that there are. */
  List<CustomSkillVersion> resolve(OrgId orgId, Collection<SkillName> names);

  /** Versions, newest first. */
  Page<CustomSkillVersion> versions(OrgId orgId, String name, PageRequest page);

  /** All of a version. */
  Optional<StoredSkill> load(OrgId orgId, String name, int version);

  /**
   * Makes a version the current one: promote, or roll back. Refuses an unknown one with {@code
   * skill_version_not_found}.
   */
  CustomSkillVersion setCurrent(Requester by, String name, int version);

  /**
   * Deletes a skill with all its versions and what was set for it. Refused with {@code
   * skill_in_use} while an agent's current version names it, or one that a run goes by which has
   * not ended.
   */
  void delete(Requester by, String name);
}
