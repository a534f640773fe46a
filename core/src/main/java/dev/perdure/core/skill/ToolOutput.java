package dev.perdure.core.skill;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tool call came to, as the model will read it.
 *
 * @param error whether the content tells of a failure the model should know of
 * @param artifacts what is kept beside it
 */
public record ToolOutput(
    String content,
    boolean error,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ToolArtifact> artifacts) {

  public ToolOutput {
    artifacts = List.copyOf(artifacts);
  }

  /** Reads one from before there were artifacts. */
  @JsonCreator
  static ToolOutput read(
      @JsonProperty("content") String content,
      @JsonProperty("error") boolean error,
      @JsonProperty("artifacts") @Nullable List<ToolArtifact> artifacts) {
    return new ToolOutput(content, error, artifacts == null ? List.of() : artifacts);
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
