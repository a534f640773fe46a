package dev.perdure.activities;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolOutput;
import java.util.List;
import java.util.Map;

/**
 * Holds what a tool answers against what it says it answers. The call is made and can't be unmade,
 * so that the answer is passed on as it is; the model is told what does not fit.
 */
final class Promised {

  /** How many flaws a model is told of: by then it knows. */
  private static final int MOST_TOLD = 10;

  private Promised() {}

  static ToolOutput held(JsonSchemas schemas, ToolDescriptor tool, ToolOutput output) {
    Map<String, Object> schema = tool.outputSchema();
    if (schema == null || output.error()) {
      return output;
    }
    List<String> problems = problems(schemas, schema, output.content());
    return problems.isEmpty()
        ? output
        : new ToolOutput(output.content() + note(problems), false, output.artifacts());
  }

  private static List<String> problems(
      JsonSchemas schemas, Map<String, Object> schema, String answer) {
    try {
      return schemas.problems(schema, answer);
    } catch (PerdureException e) {
      return List.of("the schema itself is not valid");
    }
  }

  private static String note(List<String> problems) {
    String told = String.join("; ", problems.subList(0, Math.min(MOST_TOLD, problems.size())));
    String more = problems.size() > MOST_TOLD ? "; and more" : "";
    return "\n\n[The answer is shown as it came. It does not fit the schema that the tool gives for"
        + " its answers: "
        + told
        + more
        + ".]";
  }
}
