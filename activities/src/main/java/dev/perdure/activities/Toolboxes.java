package dev.perdure.activities;

import dev.perdure.core.agent.AgentVersion;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.step.Claim;
import dev.perdure.core.tenant.OrgId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes toolboxes, one for each step and call, for the skills may have changed since the last.
 * Versions of agents never do, so that those used last are kept.
 */
final class Toolboxes {

  /** How many versions are kept; one may have 200,000 characters of instructions. */
  private static final int MOST_KEPT = 100;

  private final AgentStore agents;
  private final SkillRegistry skills;
  private final Map<Key, AgentVersion> kept = new LinkedHashMap<>(16, 0.75f, true);

  Toolboxes(Ports ports) {
    this(ports.agents(), ports.skills());
  }

  Toolboxes(AgentStore agents, SkillRegistry skills) {
    this.agents = agents;
    this.skills = skills;
  }

  private record Key(OrgId orgId, UUID agentId, int version) {}

  /** The toolbox for a step, as the organization's skills are now. */
  Toolbox of(Claim.Claimed step) {
    return of(step.step().run().orgId(), step.agentId(), step.agentVersion());
  }

  Toolbox of(OrgId orgId, UUID agentId, int version) {
    AgentVersion agent = agent(new Key(orgId, agentId, version));
    return Toolbox.of(agent, skills.select(orgId, agent.config().skills()));
  }

  private AgentVersion agent(Key key) {
    return known(key)
        .orElseGet(() -> {
          AgentVersion found =
              agents
                  .version(key.orgId(), key.agentId(), key.version())
                  .orElseThrow(() -> PerdureException.notFound("agent", key.agentId()));
          keep(key, found);
          return found;
        });
  }

  private synchronized Optional<AgentVersion> known(Key key) {
    return Optional.ofNullable(kept.get(key));
  }

  private synchronized void keep(Key key, AgentVersion version) {
    kept.put(key, version);
    if (kept.size() > MOST_KEPT) {
      kept.remove(kept.keySet().iterator().next());
    }
  }
}
