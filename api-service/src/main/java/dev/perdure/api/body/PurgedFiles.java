package dev.perdure.api.body;

/**
 * What went for good.
 *
 * @param files how many
 */
public record PurgedFiles(int files) {}
