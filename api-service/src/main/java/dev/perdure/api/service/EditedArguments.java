package dev.perdure.api.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.UUID;

/** Holds arguments that a person wrote instead of the model against the tool's schema. */
public final class EditedArguments {

  private final InterruptStore interrupts;
  private final AskedTools tools;
  private final SkillRegistry skills;
  private final ObjectMapper json = new ObjectMapper();

  public EditedArguments(InterruptStore interrupts, AskedTools tools, SkillRegistry skills) {
    this.interrupts = interrupts;
    this.tools = tools;
    this.skills = skills;
  }

  /**
   * The arguments as JSON, when the tool that the agent called takes them.
   *
   * @throws PerdureException with {@code Invalid}: {@code invalid_arguments}; or {@code Conflict}:
   *     {@code tool_changed}, when there is no such tool any more
   */
  String check(OrgId orgId, UUID interruptId, Map<String, Object> arguments) {
    String written = write(arguments);
    Checks.noNul(written, "/arguments");
    interrupts
        .get(orgId, interruptId)
        // of one that is settled the store says whether it was with just this
        .filter(interrupt -> interrupt.status() == Interrupt.Status.OPEN)
        .map(Interrupt::tool)
        .ifPresent(name ->
            tools
                .planned(orgId, interruptId)
                .ifPresent(planned -> check(orgId, planned, name, written)));
    return written;
  }

  private void check(OrgId orgId, PlannedTool planned, String name, String arguments) {
    Tool tool =
        tools
            .asItWas(orgId, planned, name)
            .orElseThrow(() ->
                PerdureException.conflict(
                    "tool_changed",
                    "The tool "
                        + name
                        + " has changed since the agent called it, so that other arguments can't be"
                        + " checked. Approve the call as it is, or deny it: it is not made, and the"
                        + " agent looks at the tool again."));
    check(tool, arguments);
  }

  private void check(Tool tool, String arguments) {
    if (skills.check(tool, arguments) instanceof ArgumentCheck.Invalid invalid) {
      throw PerdureException.invalid(
          "invalid_arguments",
          "The tool does not take these arguments: " + String.join("; ", invalid.problems()),
          "/arguments");
    }
  }

  private String write(Map<String, Object> arguments) {
    try {
      return json.writeValueAsString(arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
