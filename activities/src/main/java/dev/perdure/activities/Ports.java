package dev.perdure.activities;

import dev.perdure.core.check.Checkpoints;
import dev.perdure.core.model.ModelGateway;
import dev.perdure.core.model.PriceList;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.ArtifactStore;
import dev.perdure.core.port.BudgetStore;
import dev.perdure.core.port.CommandStore;
import dev.perdure.core.port.DelegationStore;
import dev.perdure.core.port.EffectStore;
import dev.perdure.core.port.InterruptStore;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.port.LivePublisher;
import dev.perdure.core.port.RunStarter;
import dev.perdure.core.port.RunStore;
import dev.perdure.core.port.SessionStore;
import dev.perdure.core.port.StepStore;
import dev.perdure.core.port.TranscriptCache;
import dev.perdure.core.port.Workspaces;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.InstalledSkill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import java.util.Map;

/** Everything the activities work with. */
public record Ports(
    RunStore runs,
    StepStore steps,
    SessionStore sessions,
    AgentStore agents,
    CommandStore commands,
    InterruptStore interrupts,
    DelegationStore delegations,
    EffectStore effects,
    BudgetStore budgets,
    ArtifactStore artifacts,
    SkillRegistry skills,
    JsonSchemas schemas,
    ModelGateway models,
    PriceList prices,
    TranscriptCache cache,
    LivePublisher live,
    Checkpoints checkpoints,
    RunStarter starter,
    OutboundClients outbound,
    Workspaces workspaces) {

  /** A call of a skill's tool, as the tool gets it. */
  ToolInvocation invocation(
      StepRef step, InstalledSkill skill, Map<String, Object> arguments, Cancellation stop) {
    OrgId orgId = step.run().orgId();
    return ToolInvocation.of(step, arguments)
        .with(stop)
        .with(skills.context(orgId, skill, outbound.forOrg(orgId, stop)))
        .with(workspaces.of(orgId, step.run().sessionId(), step.effectKey()));
  }

  /** What an organization set a skill up with, for nothing but to look at. */
  SkillContext settled(OrgId orgId, InstalledSkill skill) {
    return skills.context(orgId, skill, OutboundHttp.none());
  }

  Transcripts transcripts() {
    return new Transcripts(sessions, cache);
  }

  StepCommit commit() {
    return new StepCommit(live, checkpoints, transcripts());
  }
}
