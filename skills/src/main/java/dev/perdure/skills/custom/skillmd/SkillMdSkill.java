package dev.perdure.skills.custom.skillmd;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolNames;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.skill.custom.StoredSkill;
import dev.perdure.skills.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A bundle, opened. */
record SkillMdSkill(
    SkillDescriptor descriptor, List<Tool> tools, List<Script> scripts, Sandbox sandbox)
    implements Skill {

  private static final int MOST_NAMED = 100;

  SkillMdSkill {
    tools = List.copyOf(tools);
    scripts = List.copyOf(scripts);
  }

  static SkillMdSkill of(StoredSkill stored, Sandbox sandbox) {
    SkillDefinition definition = stored.definition();
    List<Script> scripts = Script.of(definition.files());
    List<Tool> tools = new ArrayList<>();
    tools.add(new ReadFileTool(name(definition, "read_file"), definition));
    if (!scripts.isEmpty()) {
      tools.add(new RunScriptTool(name(definition, "run_script"), definition, scripts, sandbox));
    }
    SkillDescriptor descriptor =
        new SkillDescriptor(
                definition.name(),
                String.valueOf(stored.version()),
                definition.title(),
                definition.description(),
                instructions(definition, scripts))
            .shownOnDemand();
    return new SkillMdSkill(descriptor, tools, scripts, sandbox);
  }

  private static String name(SkillDefinition definition, String tool) {
    return ToolNames.qualified(definition.name(), tool);
  }

  /** What the author wrote, and how to get at the files. */
  private static String instructions(SkillDefinition definition, List<Script> scripts) {
    StringBuilder text = new StringBuilder();
    text.append(definition.definition().getOrDefault(SkillMdKind.INSTRUCTIONS, ""));
    List<String> others =
        definition.files().stream()
            .map(BundleFile::path)
            .filter(path -> !path.equals(Bundle.SKILL_MD))
            .toList();
    if (!others.isEmpty()) {
      text.append("\n\nFiles of this skill, read with ")
          .append(name(definition, "read_file"))
          .append(": ")
          .append(named(others))
          .append('.');
    }
    if (!scripts.isEmpty()) {
      text.append("\nScripts, run with ")
          .append(name(definition, "run_script"))
          .append(": ")
          .append(named(scripts.stream().map(Script::path).toList()))
          .append('.');
    }
    return text.toString().strip();
  }

  private static String named(List<String> paths) {
    String some = paths.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    int more = paths.size() - MOST_NAMED;
    return more > 0 ? some + " and " + more + " more" : some;
  }

  @Override
  public SkillHealth health(SkillContext context) {
    Set<Language> wanted = scripts.stream().map(Script::language).collect(Collectors.toSet());
    Set<Language> missing =
        wanted.stream()
            .filter(language -> !sandbox.languages().contains(language))
            .collect(Collectors.toSet());
    return missing.isEmpty()
        ? SkillHealth.OK
        : SkillHealth.degraded(
            "Its scripts in %s can't be run here: there is no sandbox for them."
                .formatted(missing.stream().map(Language::wireName).sorted().toList()));
  }
}
