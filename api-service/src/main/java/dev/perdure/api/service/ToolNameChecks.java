package dev.perdure.api.service;

import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolNames;
import dev.perdure.core.tenant.OrgId;
import java.util.HashMap;
import java.util.Map;

/** Refuses an agent whose model would be offered two tools of one name. */
final class ToolNameChecks {

  private final SkillRegistry skills;

  ToolNameChecks(SkillRegistry skills) {
    this.skills = skills;
  }

  void unique(OrgId orgId, AgentConfig config) {
    Map<String, String> taken = new HashMap<>();
    taken.put(ToolNames.READ_ARTIFACT, "the agent's own tools");
    taken.put(ToolNames.OPEN_SKILL, "the agent's own tools");
    if (config.askUser()) {
      taken.put(ToolNames.ASK_USER, "ask_user");
    }
    for (int i = 0; i < config.subAgents().size(); i++) {
      take(taken, config.subAgents().get(i).toolName(), "/config/sub_agents/" + i + "/name");
    }
    for (int i = 0; i < config.skills().size(); i++) {
      String field = "/config/skills/" + i;
      skills
          .find(orgId, config.skills().get(i))
          .ifPresent(skill ->
              skill.skill().tools().stream()
                  .map(Tool::descriptor)
                  .forEach(tool -> take(taken, tool.name(), field)));
    }
  }

  private static void take(Map<String, String> taken, String tool, String field) {
    String first = taken.putIfAbsent(tool, field);
    if (first != null) {
      throw PerdureException.invalid(
          "tool_name_clash",
          "The field %s brings a tool \"%s\", and so does %s.".formatted(field, tool, first),
          field);
    }
  }
}
