package dev.perdure.core.skill;

/**
 * A secret a skill works with. An organization says which of its secrets that is.
 *
 * @param name as the skill asks for it, such as {@code api_key}
 * @param description for people: what it is and where one gets it
 * @param required whether the skill does nothing without it
 */
public record SecretNeed(String name, String description, boolean required) {}
