package dev.perdure.skills.custom.skillmd;

import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.port.Secrets;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillSettings;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.StrictJsonSchemas;
import dev.perdure.skills.custom.CheckedSkill;
import dev.perdure.skills.custom.CustomSkills;
import dev.perdure.skills.custom.KeptSkills;
import dev.perdure.skills.custom.SecretUses;
import dev.perdure.skills.custom.SkillDraft;
import dev.perdure.skills.sandbox.Sandbox;
import dev.perdure.skills.sandbox.SandboxSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The kind over a sandbox. */
final class Scene implements AutoCloseable {

  final OrgId org = new OrgId(UUID.randomUUID());
  private final Sandbox sandbox;
  private final SkillMdKind kind;

  Scene(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.kind = new SkillMdKind(sandbox);
  }

  static Scene withoutSandbox() {
    return new Scene(new Sandbox(SandboxSettings.DEFAULT, List.<SandboxBackend>of(), () -> {}));
  }

  static BundleFile file(String path, String content) {
    return new BundleFile(path, content.getBytes(StandardCharsets.UTF_8));
  }

  SkillDefinition define(@Nullable String name, List<BundleFile> files) {
    return define(name, files, Map.of());
  }

  SkillDefinition define(
      @Nullable String name, List<BundleFile> files, Map<String, Object> settings) {
    return kind.define(new SkillDraft(name, settings, files), SkillContext.bare(org));
  }

  /** With what is checked for every kind. */
  CheckedSkill checked(@Nullable String name, List<BundleFile> files) {
    return new CustomSkills(
            new KeptSkills(), Secrets.none(), new StrictJsonSchemas(), List.of(kind))
        .define(
            org,
            SkillMdKind.NAME,
            new SkillDraft(name, Map.of(), files),
            SkillSettings.DEFAULT,
            OutboundHttp.none(),
            SecretUses.UNTOLD);
  }

  Skill open(BundleFile... files) {
    return kind.open(new StoredSkill(org, SkillMdKind.NAME, 3, define(null, List.of(files))));
  }

  static Tool tool(Skill skill, String name) {
    return skill.tools().stream()
        .filter(tool -> tool.descriptor().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    sandbox.close();
  }
}
