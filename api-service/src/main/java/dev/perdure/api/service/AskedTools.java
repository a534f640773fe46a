package dev.perdure.api.service;

import dev.perdure.core.agent.AgentVersion;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.run.Interrupt;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.PlannedTool;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolSet;
import dev.perdure.core.tenant.OrgId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tools that people are asked about: as they were when the agent called them, and as now. */
public final class AskedTools {

  private final InterruptStore interrupts;
  private final RunStore runs;
  private final AgentStore agents;
  private final SkillRegistry skills;

  public AskedTools(
      InterruptStore interrupts, RunStore runs, AgentStore agents, SkillRegistry skills) {
    this.interrupts = interrupts;
    this.runs = runs;
    this.agents = agents;
    this.skills = skills;
  }

  /** What the call was planned for, when that is the tool of a skill and was kept. */
  Optional<PlannedTool> planned(OrgId orgId, UUID interruptId) {
    return interrupts.plannedTool(orgId, interruptId).filter(tool -> tool.skill() != null);
  }

  /**
   * The very tool, in the version of then; empty when it is gone, or another one by its settings.
   */
  Optional<Tool> asItWas(OrgId orgId, PlannedTool planned, String name) {
    String skill = planned.skill();
    return skill == null
        ? Optional.empty()
        : skills
            .find(orgId, skill)
            .filter(InstalledSkill::enabled)
            .flatMap(known -> ToolSet.of(List.of(known), List.of()).find(name))
            .filter(owned -> PlannedTool.of(owned.skill(), owned.tool()).equals(planned))
            .map(ToolSet.Owned::tool);
  }

  /** Whether the agent's tool of that name is another one now, so that the call won't be made. */
  boolean changed(Interrupt interrupt) {
    OrgId orgId = interrupt.run().orgId();
    String name = interrupt.tool();
    Optional<PlannedTool> planned = planned(orgId, interrupt.id());
    return name != null && planned.isPresent() && !planned.equals(now(interrupt, name));
  }

  private Optional<PlannedTool> now(Interrupt interrupt, String name) {
    OrgId orgId = interrupt.run().orgId();
    List<InstalledSkill> known =
        runs.get(orgId, interrupt.run().runId())
            .flatMap(run -> agents.version(orgId, run.agentId(), run.agentVersion()))
            .map(AgentVersion::config)
            .map(config -> skills.select(orgId, config.skills()))
            .orElse(List.of());
    return ToolSet.of(known, List.of())
        .find(name)
        .map(owned -> PlannedTool.of(owned.skill(), owned.tool()));
  }
}
