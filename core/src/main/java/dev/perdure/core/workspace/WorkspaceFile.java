package dev.perdure.core.workspace;

import java.time.Instant;

/**
 * A file of a workspace, in one version.
 *
 * @param path relative, with {@code /} between its names and none at its ends
 * @param version counted from 1; each change of the content makes another
 * @param size in bytes
 * @param mediaType as its content says, not its name alone
 * @param sha256 of its content, in hex
 * @param changedAt when this version was made
 */
public record WorkspaceFile(
    String path, int version, long size, String mediaType, String sha256, Instant changedAt) {}
