package dev.perdure.api.body;

/** A version of a skill with all that is in it. */
public record SkillVersionDetail(SkillVersionBody version, SkillContentBody content) {}
