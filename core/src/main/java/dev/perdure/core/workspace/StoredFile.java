package dev.perdure.core.workspace;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file in one version, and where that came from.
 *
 * @param contentId names the content: two with the same id are the same, byte for byte
 * @param userId who made this version by the API; absent for a call's
 * @param effectKey the call that made it; absent for a person's
 */
public record StoredFile(
    WorkspaceFile file, UUID contentId, @Nullable UUID userId, @Nullable String effectKey) {}
