package dev.perdure.skills.builtin.code;

import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.SkillHealth.State;
import dev.perdure.core.skill.Tool;
import dev.perdure.skills.sandbox.Sandbox;
import dev.perdure.skills.sandbox.SandboxStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs code in the sandbox. Where there is none its tools are there all the same, and say so: code
 * is never run without.
 */
public final class CodeSkill implements Skill {

  private static final String INSTRUCTIONS =
      """
      Code runs in a sandbox: no network, nothing of the machine but its installed programs, and \
      nothing is kept between two calls but the files of the workspace. The working folder holds \
      the workspace's files; files that the code makes or changes there are saved to the workspace \
      when it ends, deletions are not. Print what you want to see.\
      """;

  private final Sandbox sandbox;
  private final CodeSettings settings;
  private final List<Tool> tools;

  public CodeSkill(Sandbox sandbox) {
    this.sandbox = sandbox;
    this.settings = new CodeSettings(sandbox.most());
    Set<Language> languages = sandbox.languages();
    this.tools =
        Stream.of(Language.values())
            .filter(language -> languages.isEmpty() || languages.contains(language))
            .<Tool>map(language -> new RunCode(language, sandbox, settings))
            .toList();
  }

  @Override
  public SkillDescriptor descriptor() {
    return new SkillDescriptor(
        "code_executor",
        "1",
        "Code",
        "Runs Python, shell scripts and JavaScript over the files of the session, in a sandbox.",
        INSTRUCTIONS,
        settings.schema(),
        List.of());
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public SkillHealth health(SkillContext context) {
    SandboxStatus status = sandbox.status();
    if (!status.works()) {
      return SkillHealth.unavailable("No sandbox works here. The log of the worker says why.");
    }
    Isolation weakest = status.weakest();
    if (weakest != null && weakest.compareTo(Isolation.NAMESPACES) < 0) {
      return SkillHealth.degraded(
          "%s Stronger ones do not work here; the log of the worker says why."
              .formatted(sentence(status)));
    }
    return new SkillHealth(State.OK, sentence(status));
  }

  /** Such as "Code runs in bubblewrap (python, shell), quickjs (javascript)." */
  private static String sentence(SandboxStatus status) {
    Map<String, List<String>> languages = new TreeMap<>();
    status
        .languages()
        .forEach((language, backend) ->
            languages.computeIfAbsent(backend, _ -> new ArrayList<>()).add(language.wireName()));
    return languages.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + String.join(", ", entry.getValue()) + ")")
        .collect(Collectors.joining(", ", "Code runs in ", "."));
  }
}
