package dev.perdure.api;

import dev.perdure.api.resources.CustomSkillsResource;
import dev.perdure.api.resources.SkillsResource;
import dev.perdure.api.service.CustomSkillService;
import dev.perdure.api.service.SkillService;
import dev.perdure.api.service.SkillSettingsChecks;
import dev.perdure.api.service.ToolTrialService;
import dev.perdure.skills.StrictJsonSchemas;
import java.util.List;

/** The routes to skills. */
final class SkillRoutes {

  private SkillRoutes() {}

  static List<Object> of(Wiring wiring) {
    StrictJsonSchemas schemas = new StrictJsonSchemas();
    SkillSettingsChecks checks =
        new SkillSettingsChecks(schemas, wiring.encryption.vault().secrets());
    SkillService skills =
        new SkillService(wiring.skills, wiring.store.skillSettings(), checks, wiring.outbound);
    CustomSkillService customs =
        new CustomSkillService(
            wiring.skills,
            wiring.skillParts.customSkills,
            wiring.store.customSkills(),
            wiring.store.skillSettings(),
            checks,
            wiring.outbound,
            wiring.store.audit());
    ToolTrialService trials =
        new ToolTrialService(
            wiring.skills,
            wiring.store.sessions(),
            wiring.outbound,
            wiring.files.workspaces(),
            wiring.store.toolTrials(),
            schemas);
    return List.of(new SkillsResource(skills, trials), new CustomSkillsResource(customs));
  }
}
