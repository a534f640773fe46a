package dev.perdure.skills.custom.skillmd;

import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.skills.sandbox.ProgramRun;
import dev.perdure.skills.sandbox.Sandbox;
import dev.perdure.skills.sandbox.WorkspaceFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs a script of the bundle in the sandbox. Its folder holds the skill's files and those of the
 * workspace; what it leaves there goes to the workspace, whose changes are made once for each call
 * and can be taken back.
 */
record RunScriptTool(String name, SkillDefinition skill, List<Script> scripts, Sandbox sandbox)
    implements CompensableTool {

  private static final String SCRIPT = "script";
  private static final String ARGUMENTS = "arguments";
  private static final String STDIN = "stdin";
  private static final String FILES = "files";

  RunScriptTool {
    scripts = List.copyOf(scripts);
  }

  @Override
  public ToolDescriptor descriptor() {
    return new ToolDescriptor(
            name,
            "Runs a script of the skill "
                + skill.name()
                + " in a sandbox without network, and answers with what it printed. Its working"
                + " folder holds the skill's files and the session's; files it makes or changes"
                + " there are saved to the session's workspace.",
            Map.of(
                "type",
                "object",
                "properties",
                Map.of(
                    SCRIPT,
                    Map.of("type", "string", "enum", scripts.stream().map(Script::path).toList()),
                    ARGUMENTS,
                    Map.of(
                        "type",
                        "array",
                        "description",
                        "What it is called with.",
                        "items",
                        Map.of("type", "string", "maxLength", 10_000),
                        "maxItems",
                        100),
                    STDIN,
                    Map.of(
                        "type", "string",
                        "description", "What it reads from its standard input.",
                        "maxLength", 200_000),
                    FILES,
                    Map.of(
                        "type",
                        "array",
                        "description",
                        "Paths of files or folders of the workspace that it needs; all when"
                            + " left out.",
                        "items",
                        Map.of("type", "string", "minLength", 1, "maxLength", 1_000),
                        "maxItems",
                        100)),
                "required",
                List.of(SCRIPT),
                "additionalProperties",
                false),
            Effect.IDEMPOTENT,
            // It may wait for its turn as long as it may run, and its files are to be saved.
            limits().wallTime().multipliedBy(2).plus(sandbox.overhead()),
            3,
            Risk.HIGH)
        .untrusting();
  }

  private SandboxLimits limits() {
    return SandboxLimits.DEFAULT.within(sandbox.most());
  }

  @Override
  public ToolOutput call(ToolInvocation invocation) {
    Map<String, Object> given = invocation.arguments();
    String path = String.valueOf(given.get(SCRIPT));
    Script script =
        scripts.stream().filter(each -> each.path().equals(path)).findFirst().orElseThrow();
    if (!sandbox.languages().contains(script.language())) {
      return ToolOutput.failure(
          "Nothing was run: there is no sandbox for %s here, and scripts never run without one."
              .formatted(script.language().wireName()));
    }
    // An attempt that died may have saved files: this one has to find what that one found.
    invocation.workspace().revert();
    Set<String> own = skill.files().stream().map(BundleFile::path).collect(Collectors.toSet());
    WorkspaceFiles brought =
        WorkspaceFiles.of(invocation.workspace(), given.get(FILES), own, limits());
    if (!brought.problem().isEmpty()) {
      return ToolOutput.failure(brought.problem());
    }
    List<SandboxFile> files = new ArrayList<>(brought.files());
    skill.files().forEach(file -> files.add(SandboxFile.of(file.path(), file.content())));
    List<String> arguments = new ArrayList<>(List.of(script.path()));
    if (given.get(ARGUMENTS) instanceof Collection<?> some) {
      some.forEach(argument -> arguments.add(Objects.toString(argument).replace("\0", "")));
    }
    SandboxJob job =
        new SandboxJob(
            invocation.orgId(),
            script.language(),
            script.starter(),
            arguments,
            Objects.toString(given.getOrDefault(STDIN, "")),
            files,
            limits());
    return ProgramRun.of(sandbox, job, invocation, own, brought.hidden());
  }

  @Override
  public void undo(ToolInvocation call, String result) {
    call.workspace().undo();
  }
}
