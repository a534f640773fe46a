package dev.perdure.core.skill;

/**
 * What a skill is.
 *
 * @param name unique, as agents list it, such as {@code web_search}
 * @param title for people
 * @param instructions told to the model of an agent that has the skill; may be empty
 */
public record SkillDescriptor(
    String name, String version, String title, String description, String instructions) {}
