package dev.perdure.core.workspace;

/**
 * A file that undoing a call has left as it is.
 *
 * @param path where it is, or was last
 * @param why in words that follow the path
 */
public record NotUndone(String path, String why) {}
