package dev.perdure.core.workspace;

import java.time.Instant;

/**
 * A file in the trash, in its last version.
 *
 * @param deletedAt since when
 * @param purgeAt when it goes for good; earlier when its room is needed
 */
public record TrashedFile(StoredFile stored, Instant deletedAt, Instant purgeAt) {}
