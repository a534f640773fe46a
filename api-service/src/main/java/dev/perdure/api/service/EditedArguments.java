package dev.perdure.api.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Holds arguments that a person wrote instead of the model against the tool's schema. */
public final class EditedArguments {

  private final InterruptStore interrupts;
  private final SkillRegistry skills;
  private final ObjectMapper json = new ObjectMapper();

  public EditedArguments(InterruptStore interrupts, SkillRegistry skills) {
    this.interrupts = interrupts;
    this.skills = skills;
  }

  /** The arguments as JSON, when the interrupt's tool takes them. */
  String check(OrgId orgId, UUID interruptId, Map<String, Object> arguments) {
    String written = write(arguments);
    Checks.noNul(written, "/arguments");
    interrupts
        .get(orgId, interruptId)
        .map(Interrupt::tool)
        .flatMap(tool -> tool(orgId, tool))
        .ifPresent(tool -> check(tool, written));
    return written;
  }

  private void check(Tool tool, String arguments) {
    if (skills.check(tool, arguments) instanceof ArgumentCheck.Invalid invalid) {
      throw PerdureException.invalid(
          "invalid_arguments",
          "The tool does not take these arguments: " + String.join("; ", invalid.problems()),
          "/arguments");
    }
  }

  private Optional<Tool> tool(OrgId orgId, String name) {
    return skills.list(orgId).stream()
        .<Tool>flatMap(skill -> skill.skill().tools().stream())
        .filter(tool -> tool.descriptor().name().equals(name))
        .findFirst();
  }

  private String write(Map<String, Object> arguments) {
    try {
      return json.writeValueAsString(arguments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
