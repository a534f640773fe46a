package dev.perdure.core.skill;

import java.util.ArrayList;
import java.util.List;

/**
 * What a tool call came to, as the model will read it.
 *
 * @param error whether the content tells of a failure the model should know of
 * @param artifacts what is kept beside it
 */
public record ToolOutput(String content, boolean error, List<ToolArtifact> artifacts) {

  public ToolOutput {
    artifacts = List.copyOf(artifacts);
  }

  /** What is said and no more. */
  public ToolOutput(String content, boolean error) {
    this(content, error, List.of());
  }

  /** A result. */
  public static ToolOutput of(String content) {
    return new ToolOutput(content, false);
  }

  /** A failure told to the model; the run goes on. */
  public static ToolOutput failure(String content) {
    return new ToolOutput(content, true);
  }

  /** With one artifact more. */
  public ToolOutput withArtifact(ToolArtifact artifact) {
    List<ToolArtifact> more = new ArrayList<>(artifacts);
    more.add(artifact);
    return new ToolOutput(content, error, more);
  }
}
