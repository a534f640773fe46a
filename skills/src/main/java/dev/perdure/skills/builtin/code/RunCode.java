package dev.perdure.skills.builtin.code;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolDescriptor;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.skills.sandbox.ProgramRun;
import dev.perdure.skills.sandbox.Sandbox;
import dev.perdure.skills.sandbox.WorkspaceFiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs code of one language. It changes nothing but the workspace, whose changes are made once for
 * each call and can be taken back.
 */
final class RunCode implements CompensableTool {

  static final String CODE = "code";
  static final String FILES = "files";
  static final String STDIN = "stdin";
  static final String TIMEOUT = "timeout_seconds";
  private static final int MAX_CODE = 200_000;

  private final Language language;
  private final Sandbox sandbox;
  private final CodeSettings settings;

  RunCode(Language language, Sandbox sandbox, CodeSettings settings) {
    this.language = language;
    this.sandbox = sandbox;
    this.settings = settings;
  }

  @Override
  public ToolDescriptor descriptor() {
    Duration longest = sandbox.most().wallTime();
    return new ToolDescriptor(
            "run_" + language.wireName(),
            switch (language) {
              case PYTHON ->
                  "Runs a Python 3 program in a sandbox without network and answers with what it"
                      + " printed. Use it to compute, to analyse data and to make files.";
              case SHELL ->
                  "Runs a shell script (bash) in a sandbox without network and answers with what"
                      + " it printed. Use it to work on files with the usual Unix programs.";
              case JAVASCRIPT ->
                  "Runs a JavaScript program in a sandbox without network and answers with what"
                      + " it printed.";
            },
            schema(longest.toSeconds()),
            Effect.IDEMPOTENT,
            // It may wait for its turn as long as it may run, and its files are to be saved.
            longest.multipliedBy(2).plus(sandbox.overhead()),
            3,
            Risk.HIGH)
        .untrusting();
  }

  private static Map<String, Object> schema(long longest) {
    return Map.of(
        "type",
        "object",
        "properties",
        Map.of(
            CODE,
            Map.of(
                "type",
                "string",
                "description",
                "The whole program.",
                "minLength",
                1,
                "maxLength",
                MAX_CODE),
            FILES,
            Map.of(
                "type",
                "array",
                "description",
                "Paths of files or folders of the workspace that it needs; all when left out.",
                "items",
                Map.of("type", "string", "minLength", 1, "maxLength", 1000),
                "maxItems",
                100),
            STDIN,
            Map.of(
                "type", "string",
                "description", "What it reads from its standard input.",
                "maxLength", MAX_CODE),
            TIMEOUT,
            Map.of(
                "type",
                "integer",
                "description",
                "After how many seconds it is ended.",
                "minimum",
                1,
                "maximum",
                longest)),
        "required",
        List.of(CODE),
        "additionalProperties",
        false);
  }

  @Override
  public ToolOutput call(ToolInvocation call) {
    if (!sandbox.languages().contains(language)) {
      return ToolOutput.failure(
          "No code is run here: there is no sandbox for %s. Go on without."
              .formatted(language.wireName()));
    }
    SandboxLimits limits = limits(call);
    // An attempt that died may have saved files: this one has to find what that one found.
    call.workspace().revert();
    WorkspaceFiles brought =
        WorkspaceFiles.of(call.workspace(), call.arguments().get(FILES), Set.of(), limits);
    if (!brought.problem().isEmpty()) {
      return ToolOutput.failure(brought.problem());
    }
    return ProgramRun.of(sandbox, job(call, limits, brought.files()), call, Set.of(), List.of());
  }

  private SandboxJob job(ToolInvocation call, SandboxLimits limits, List<SandboxFile> files) {
    return SandboxJob.of(call.orgId(), language, String.valueOf(call.arguments().get(CODE)), limits)
        .with(String.valueOf(call.arguments().getOrDefault(STDIN, "")))
        .with(files);
  }

  private SandboxLimits limits(ToolInvocation call) {
    SandboxLimits limits = settings.limits(call.context().settings());
    if (call.arguments().get(TIMEOUT) instanceof Number seconds) {
      Duration wanted = Duration.ofSeconds(seconds.longValue());
      return limits.withTimes(limits.cpuTime(), wanted).within(limits);
    }
    return limits;
  }

  @Override
  public void undo(ToolInvocation call, String result) {
    call.workspace().undo();
  }
}
