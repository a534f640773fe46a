package dev.perdure.activities;

import dev.perdure.core.agent.SubAgent;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolNames;
import dev.perdure.core.skill.ToolOutput;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tools that belong to the orchestrator, not to a skill: their calls are done by the run itself.
 */
final class StepTools {

  static final String ASK_USER = ToolNames.ASK_USER;
  static final String QUESTION = "question";
  static final String READ_ARTIFACT = ToolNames.READ_ARTIFACT;
  static final String TASK = "task";
  static final String OPEN_SKILL = ToolNames.OPEN_SKILL;
  static final String SKILL = "skill";
  static final String TOOLS = "tools";

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 4;
  private static final Map<String, Object> NON_BLANK = Map.of("type", "string", "pattern", "\\S");

  /** Asks the person the agent works for. A person's answer is the call's result. */
  static final Tool ASK =
      tool(
          ASK_USER,
          "Asks the user a question and waits for the answer. Use it only when you can't go on"
              + " without it.",
          object(
              Map.of(
                  QUESTION,
                  described(NON_BLANK, "What you want to know."),
                  "choices",
                  Map.of(
                      "type",
                      "array",
                      "description",
                      "Answers to choose from, if there are only some.",
                      "items",
                      NON_BLANK,
                      "minItems",
                      1,
                      "maxItems",
                      20)),
              QUESTION),
          "Nobody was asked.");

  /** Reads on in a result that was too large to be shown whole. Done by the ACT itself. */
  static final Tool READ =
      tool(
          READ_ARTIFACT,
          "Reads a part of an artifact: a tool result that was too large to be shown whole.",
          object(
              Map.of(
                  "artifact_id",
                  described(Map.of("type", "string", "format", "uuid"), "As the result names it."),
                  "offset",
                  described(
                      Map.of("type", "integer", "minimum", 0, "maximum", 100_000_000),
                      "Where to begin, in characters from 0."),
                  "length",
                  described(
                      Map.of("type", "integer", "minimum", 1, "maximum", ArtifactReader.LONGEST),
                      "How many characters; " + ArtifactReader.USUAL + " when left out.")),
              "artifact_id"),
          "There is nothing to read.");

  /** Shows a skill that is not shown from the beginning. Done by the ACT itself. */
  static final Tool OPEN =
      tool(
          OPEN_SKILL,
          "Opens a skill: answers with its instructions, and makes its tools available.",
          object(
              Map.of(
                  SKILL,
                  described(NON_BLANK, "The skill's name."),
                  TOOLS,
                  Map.of(
                      "type",
                      "array",
                      "description",
                      "Of a skill with many tools, the names of those you need.",
                      "items",
                      NON_BLANK,
                      "maxItems",
                      50)),
              SKILL),
          "There is nothing to open.");

  private StepTools() {}

  /** Delegates to a sub-agent; its answer is the call's result. */
  static Tool delegating(SubAgent subAgent) {
    @Nullable String description = subAgent.description();
    return tool(
        subAgent.toolName(),
        description == null || description.isBlank()
            ? "Gives a task to the agent " + subAgent.name() + " and waits for its answer."
            : description,
        object(
            Map.of(
                TASK,
                described(
                    NON_BLANK,
                    "What it is to do, with all it has to know: it sees nothing of this"
                        + " conversation.")),
            TASK),
        "Nobody was given the task.");
  }

  private static Map<String, Object> object(Map<String, Object> properties, String required) {
    return Map.of(
        "type",
        "object",
        "properties",
        properties,
        "required",
        List.of(required),
        "additionalProperties",
        false);
  }

  private static Map<String, Object> described(Map<String, Object> schema, String description) {
    Map<String, Object> described = new LinkedHashMap<>(schema);
    described.put("description", description);
    return described;
  }

  private static Tool tool(
      String name, String description, Map<String, Object> schema, String notDone) {
    ToolDescriptor descriptor =
        new ToolDescriptor(name, description, schema, Effect.NONE, LIMIT, ATTEMPTS);
    return new Tool() {
      @Override
      public ToolDescriptor descriptor() {
        return descriptor;
      }

      @Override
      public ToolOutput call(ToolInvocation invocation) {
        return ToolOutput.failure(notDone);
      }
    };
  }
}
