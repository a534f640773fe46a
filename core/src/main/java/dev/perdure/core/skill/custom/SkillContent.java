package dev.perdure.core.skill.custom;

/**
 * A version to be kept.
 *
 * @param kind what opens it
 * @param sha256 of definition and files, in hex
 * @param bytes how much there is to keep
 */
public record SkillContent(String kind, SkillDefinition definition, String sha256, long bytes) {}
