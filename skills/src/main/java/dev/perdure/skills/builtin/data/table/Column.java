package dev.perdure.skills.builtin.data.table;

/**
 * A column of a result.
 *
 * @param type as the database names it
 */
public record Column(String name, String type) {}
