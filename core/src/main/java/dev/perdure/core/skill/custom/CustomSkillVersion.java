package dev.perdure.core.skill.custom;

import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.UUID;

/**
 * One version of a skill, which never changes, without what is in it.
 *
 * @param version counted from 1; the same name and number never stand for something else, not even
 *     after the skill was deleted and made anew
 * @param current whether it is the one meant where no version is named
 * @param sha256 of definition and files, in hex
 * @param bytes how much is kept of it
 */
public record CustomSkillVersion(
    OrgId orgId,
    String skill,
    String kind,
    int version,
    boolean current,
    String title,
    String description,
    String sha256,
    long bytes,
    UUID createdBy,
    Instant createdAt) {}
