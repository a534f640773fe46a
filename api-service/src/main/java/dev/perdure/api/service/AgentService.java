package dev.perdure.api.service;

import dev.perdure.api.body.AgentBody;
import dev.perdure.api.body.AgentVersionBody;
import dev.perdure.api.body.CreateAgent;
import dev.perdure.api.body.CreateVersion;
import dev.perdure.api.body.UpdateAgent;
import dev.perdure.core.agent.Agent;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.AgentVersion;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelGateway;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.Created;
import dev.perdure.core.port.Idempotency;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.port.Page;
import dev.perdure.core.port.PageRequest;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.tenant.Requester;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Agents and their versions. */
public final class AgentService {

  private final AgentStore agents;
  private final AgentChecks checks;

  public AgentService(
      AgentStore agents, ModelGateway models, SkillRegistry skills, JsonSchemas schemas) {
    this.agents = agents;
    this.checks = new AgentChecks(agents, models, skills, schemas);
  }

  public Created<AgentBody> create(
      Requester by, CreateAgent request, @Nullable Idempotency idempotency) {
    String name = Checks.name(request.name(), "/name");
    String description = Checks.text(request.description(), "/description");
    AgentConfig config = checks.config(by.orgId(), request.config());
    String note = Checks.text(request.note(), "/note");
    return withConfig(agents.create(by, name, description, config, note, idempotency));
  }

  public AgentBody get(Caller caller, UUID id) {
    return withConfig(find(caller.orgId(), id));
  }

  public Page<AgentBody> list(
      Caller caller, boolean archived, @Nullable String search, PageRequest page) {
    return agents.list(caller.orgId(), archived, search, page).map(AgentBody::of);
  }

  public AgentBody update(Requester by, UUID id, UpdateAgent request) {
    Agent agent = find(by.orgId(), id);
    String name = request.name() == null ? agent.name() : Checks.name(request.name(), "/name");
    String description =
        request.description() == null
            ? agent.description()
            : Checks.text(request.description(), "/description");
    return withConfig(agents.rename(by, id, name, description));
  }

  public void archive(Requester by, UUID id) {
    agents.archive(by, id);
  }

  public Created<AgentVersionBody> addVersion(
      Requester by, UUID id, CreateVersion request, @Nullable Idempotency idempotency) {
    find(by.orgId(), id);
    Checks.required(request.config(), "/config");
    Created<AgentVersion> created =
        agents.addVersion(
            by,
            id,
            checks.config(by.orgId(), request.config()),
            Checks.text(request.note(), "/note"),
            request.expectedLatest(),
            request.promote() == null || request.promote(),
            idempotency);
    return new Created<>(AgentVersionBody.of(created.value()), created.replayed());
  }

  public AgentVersionBody version(Caller caller, UUID id, int version) {
    return AgentVersionBody.of(findVersion(caller.orgId(), id, version));
  }

  public Page<AgentVersionBody> versions(Caller caller, UUID id, PageRequest page) {
    find(caller.orgId(), id);
    return agents.versions(caller.orgId(), id, page).map(AgentVersionBody::of);
  }

  public AgentBody promote(Requester by, UUID id, int version) {
    findVersion(by.orgId(), id, version);
    return withConfig(agents.setCurrent(by, id, version));
  }

  /** Goes back to a version; to the one before the current one when none is named. */
  public AgentBody rollBack(Requester by, UUID id, @Nullable Integer version) {
    Agent agent = find(by.orgId(), id);
    int target = version == null ? agent.currentVersion() - 1 : version;
    if (target < 1 && version == null) {
      throw PerdureException.conflict(
          "no_earlier_version", "The agent's current version is its first.");
    }
    return promote(by, id, target);
  }

  /** Makes a new agent with the configuration of this one's current version. */
  public Created<AgentBody> duplicate(
      Requester by, UUID id, @Nullable String name, @Nullable Idempotency idempotency) {
    Agent agent = find(by.orgId(), id);
    AgentVersion current = findVersion(by.orgId(), id, agent.currentVersion());
    return withConfig(
        agents.create(
            by,
            Checks.name(name, "/name"),
            agent.description(),
            current.config(),
            "Copy of " + agent.name() + ", version " + current.version(),
            idempotency));
  }

  /** An agent as it can be imported again; of its current version when none is named. */
  public CreateAgent export(Caller caller, UUID id, @Nullable Integer version) {
    Agent agent = find(caller.orgId(), id);
    AgentVersion chosen =
        findVersion(caller.orgId(), id, version == null ? agent.currentVersion() : version);
    AgentVersionBody body = AgentVersionBody.of(chosen);
    return new CreateAgent(agent.name(), agent.description(), body.config(), body.note());
  }

  /**
   * Makes the agent that an export describes.
   *
   * @param update whether an agent of that name gets a new version instead of a refusal
   */
  public Created<AgentBody> importAgent(
      Requester by, CreateAgent request, boolean update, @Nullable Idempotency idempotency) {
    String name = Checks.name(request.name(), "/name");
    Agent existing = update ? agents.findByName(by.orgId(), name).orElse(null) : null;
    if (existing == null) {
      return create(by, request, idempotency);
    }
    AgentConfig config = checks.config(by.orgId(), request.config());
    String note = Checks.text(request.note(), "/note");
    Created<AgentVersion> added =
        agents.addVersion(by, existing.id(), config, note, null, true, idempotency);
    return new Created<>(get(by.caller(), existing.id()), added.replayed());
  }

  private Created<AgentBody> withConfig(Created<Agent> created) {
    return new Created<>(withConfig(created.value()), created.replayed());
  }

  private AgentBody withConfig(Agent agent) {
    return AgentBody.of(
        agent, findVersion(agent.orgId(), agent.id(), agent.currentVersion()).config());
  }

  private Agent find(OrgId orgId, UUID id) {
    return agents.get(orgId, id).orElseThrow(() -> PerdureException.notFound("agent", id));
  }

  private AgentVersion findVersion(OrgId orgId, UUID id, int version) {
    return agents
        .version(orgId, id, version)
        .orElseThrow(() -> PerdureException.notFound("agent_version", id + "/" + version));
  }
}
