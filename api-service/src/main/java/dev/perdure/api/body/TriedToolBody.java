package dev.perdure.api.body;

import dev.perdure.core.skill.ToolArtifact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a call of a tool came to.
 *
 * @param content as a model would read it
 * @param error whether it tells of a failure
 * @param code what failed, where that has a code
 */
public record TriedToolBody(
    String content,
    boolean error,
    @Nullable String code,
    List<ToolArtifact> artifacts,
    long durationMs) {

  public TriedToolBody {
    artifacts = List.copyOf(artifacts);
  }
}
