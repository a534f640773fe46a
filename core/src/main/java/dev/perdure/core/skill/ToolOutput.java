package dev.perdure.core.skill;

/**
 * What a tool call came to, as the model will read it.
 *
 * @param error whether the content tells of a failure the model should know of
 */
public record ToolOutput(String content, boolean error) {

  /** A result. */
  public static ToolOutput of(String content) {
    return new ToolOutput(content, false);
  }

  /** A failure told to the model; the run goes on. */
  public static ToolOutput failure(String content) {
    return new ToolOutput(content, true);
  }
}
