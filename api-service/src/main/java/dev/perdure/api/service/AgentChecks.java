package dev.perdure.api.service;

import dev.perdure.api.body.AgentConfigBody;
import dev.perdure.core.agent.AgentConfig;
import dev.perdure.core.agent.ModelParameters;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelGateway;
import dev.perdure.core.port.AgentStore;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.skill.SkillRegistry;
import dev.perdure.core.skill.custom.SkillName;
import dev.perdure.core.tenant.OrgId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses configurations that could not run: unknown models, skills or agents, limits out of range.
 */
final class AgentChecks {

  private static final int MOST_STEPS = 100_000;
  private static final int INSTRUCTIONS_LENGTH = 200_000;
  private static final int MOST_SKILLS = 64;
  private static final int MOST_FALLBACKS = 8;
  private static final double HOTTEST = 2.0;

  private final ModelGateway models;
  private final SkillRegistry skills;
  private final ModelNames names;
  private final SubAgentChecks subAgents;
  private final ToolNameChecks toolNames;
  private final SchemaChecks schemas;

  AgentChecks(AgentStore agents, ModelGateway models, SkillRegistry skills, JsonSchemas schemas) {
    this.schemas = new SchemaChecks(schemas);
    this.models = models;
    this.skills = skills;
    this.names = new ModelNames(models);
    this.subAgents = new SubAgentChecks(agents);
    this.toolNames = new ToolNameChecks(skills);
  }

  /** The configuration with defaults filled in, when it can run. */
  AgentConfig config(OrgId orgId, @Nullable AgentConfigBody body) {
    AgentConfigBody given = body == null ? AgentConfigBody.EMPTY : body;
    noNulls(given.skills(), "/config/skills");
    noNulls(given.fallbackModels(), "/config/fallback_models");
    AgentConfig config =
        AgentConfig.of(
            given.instructions(),
            given.model() == null ? models.defaultModel() : given.model(),
            given.parameters(),
            given.skills(),
            given.maxSteps(),
            given.fallbackModels(),
            subAgents.subAgents(orgId, given.subAgents()),
            given.askUser(),
            ApprovalChecks.policy(given.approvals()),
            BudgetChecks.budget(given.budget(), "/config/budget"),
            given.onFailure(),
            schemas.schema(given.outputSchema()));
    instructions(config.instructions());
    names.check(orgId, config.model(), "/config/model");
    fallbackModels(orgId, config);
    parameters(config.parameters());
    skills(orgId, config.skills());
    toolNames.unique(orgId, config);
    if (config.maxSteps() < 1 || config.maxSteps() > MOST_STEPS) {
      throw Checks.invalid("/config/max_steps", "must be from 1 to 100,000");
    }
    return config;
  }

  private static void instructions(String instructions) {
    Checks.noNul(instructions, "/config/instructions");
    if (instructions.length() > INSTRUCTIONS_LENGTH) {
      throw Checks.invalid("/config/instructions", "may have 200,000 characters at most");
    }
  }

  private void fallbackModels(OrgId orgId, AgentConfig config) {
    if (config.fallbackModels().size() > MOST_FALLBACKS) {
      throw Checks.invalid("/config/fallback_models", "may have 8 entries at most");
    }
    Set<String> seen = new HashSet<>(Set.of(config.model()));
    for (int i = 0; i < config.fallbackModels().size(); i++) {
      String field = "/config/fallback_models/" + i;
      names.check(orgId, config.fallbackModels().get(i), field);
      if (!seen.add(config.fallbackModels().get(i))) {
        throw Checks.invalid(field, "names a model a second time");
      }
    }
  }

  private static void parameters(ModelParameters parameters) {
    Double temperature = parameters.temperature();
    if (temperature != null && !(temperature >= 0 && temperature <= HOTTEST)) {
      throw Checks.invalid("/config/parameters/temperature", "must be from 0 to 2");
    }
    Double topP = parameters.topP();
    if (topP != null && !(topP >= 0 && topP <= 1)) {
      throw Checks.invalid("/config/parameters/top_p", "must be from 0 to 1");
    }
    Integer most = parameters.maxOutputTokens();
    if (most != null && most < 1) {
      throw Checks.invalid("/config/parameters/max_output_tokens", "must be 1 or more");
    }
  }

  private static void noNulls(@Nullable List<String> names, String field) {
    if (names != null && names.stream().anyMatch(java.util.Objects::isNull)) {
      throw Checks.invalid(field, "may not contain null");
    }
  }

  private void skills(OrgId orgId, List<String> names) {
    if (names.size() > MOST_SKILLS) {
      throw Checks.invalid("/config/skills", "may have 64 entries at most");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < names.size(); i++) {
      String field = "/config/skills/" + i;
      if (!seen.add(SkillName.of(names.get(i)).name())) {
        throw Checks.invalid(field, "names a skill a second time");
      }
      if (skills.find(orgId, names.get(i)).isEmpty()) {
        throw PerdureException.invalid(
            "unknown_skill",
            "There is no skill \""
                + names.get(i)
                + "\"; GET /v1/skills lists them, and GET /v1/skills/{id}/versions the versions.",
            field);
      }
    }
  }
}
