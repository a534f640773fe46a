package dev.perdure.skills.custom.skillmd;

import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.skills.custom.SkillDraft;
import dev.perdure.skills.custom.SkillFlaws;
import dev.perdure.skills.custom.SkillKind;
import dev.perdure.skills.sandbox.Sandbox;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A bundle in the Agent Skills format, by its <a
 * href="https://agentskills.io/specification">specification</a> (read in agentskills/agentskills,
 * docs/specification.mdx at 00d5a46a). What this service adds: bounds, and that scripts run in the
 * sandbox. What it does not do: {@code allowed-tools} lets nothing happen that would be asked about
 * otherwise.
 */
public final class SkillMdKind implements SkillKind {

  /** Its name in the API. */
  public static final String NAME = "skill_md";

  static final String INSTRUCTIONS = "instructions";

  private final Sandbox sandbox;

  /**
   * @param sandbox where scripts run
   */
  public SkillMdKind(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SkillDefinition define(SkillDraft draft, SkillContext context) {
    SkillFlaws flaws = new SkillFlaws();
    for (String setting : draft.settings().keySet()) {
      flaws.add("/settings/" + setting, "There is no such setting: the files say it all.");
    }
    Bundle bundle = Bundle.of(draft.files());
    bundle.check(flaws);
    Optional<SkillMd> read =
        bundle
            .skillMd(flaws)
            .map(BundleFile::content)
            .filter(Utf8::isText)
            .flatMap(content ->
                new SkillMdReader(flaws, draft.name(), bundle.folder()).read(Utf8.text(content)));
    flaws.refuse();
    SkillMd skill = read.orElseThrow();
    return new SkillDefinition(
        skill.name(), skill.title(), skill.description(), told(skill), bundle.files());
  }

  private static Map<String, Object> told(SkillMd skill) {
    Map<String, Object> told = new LinkedHashMap<>();
    if (skill.license() != null) {
      told.put("license", skill.license());
    }
    if (skill.compatibility() != null) {
      told.put("compatibility", skill.compatibility());
    }
    if (!skill.metadata().isEmpty()) {
      told.put("metadata", skill.metadata());
    }
    if (!skill.allowedTools().isEmpty()) {
      told.put("allowed_tools", skill.allowedTools());
    }
    if (!skill.other().isEmpty()) {
      told.put("other", skill.other());
    }
    told.put(INSTRUCTIONS, skill.body());
    return told;
  }

  @Override
  public Skill open(StoredSkill stored) {
    return SkillMdSkill.of(stored, sandbox);
  }
}
