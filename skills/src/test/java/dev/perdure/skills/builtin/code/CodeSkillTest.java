package dev.perdure.skills.builtin.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.net.OutboundHttp;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillHealth.State;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.skills.sandbox.Sandbox;
import dev.perdure.skills.sandbox.SandboxSettings;
import dev.perdure.skills.sandbox.Sandboxes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CodeSkillTest {

  private static final OrgId ORG = new OrgId(UUID.randomUUID());

  private final Sandbox sandbox = Sandboxes.open(SandboxSettings.DEFAULT, List.of());
  private final CodeSkill skill = new CodeSkill(sandbox);
  private final WorkspaceInMemory workspace = new WorkspaceInMemory();

  @BeforeAll
  void needsASandbox() {
    assumeTrue(sandbox.status().works(), "no sandbox works on this machine: " + sandbox.status());
  }

  @AfterAll
  void close() {
    sandbox.close();
  }

  private static Tool tool(CodeSkill skill, String name) {
    return skill.tools().stream()
        .filter(tool -> tool.descriptor().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ToolInvocation call(OrgId org, Map<String, Object> arguments) {
    RunRef run = new RunRef(org, UUID.randomUUID(), UUID.randomUUID());
    return ToolInvocation.of(StepRef.of(run, 1).withCall(1), arguments);
  }

  private ToolOutput python(Workspace files, Map<String, Object> arguments) {
    return tool(skill, "run_python").call(call(ORG, arguments).with(files));
  }

  private ToolOutput python(String code) {
    return python(workspace, Map.of("code", code));
  }

  @Test
  void answersWithWhatTheProgramPrinted() {
    ToolOutput output = python("import sys\nprint(2 ** 100)\nprint('hm', file=sys.stderr)");
    assertThat(output.error()).isFalse();
    assertThat(output.content())
        .startsWith("Exit code 0 (")
        .contains("--- stdout\n1267650600228229401496703205376")
        .contains("--- stderr\nhm");
  }

  @Test
  void runsShellAndJavaScriptWhereTheyAreInstalled() {
    ToolOutput shell =
        tool(skill, "run_shell")
            .call(call(ORG, Map.of("code", "wc -w", "stdin", "one two three")).with(workspace));
    assertThat(shell.content()).contains("\n3");
    assumeTrue(skill.tools().size() == 3, "no JavaScript here");
    ToolOutput javascript =
        tool(skill, "run_javascript")
            .call(call(ORG, Map.of("code", "console.log([1,2].map(x => x * 2))")).with(workspace));
    assertThat(javascript.content()).contains("[ 2, 4 ]");
  }

  @Test
  void tellsTheModelOfAProgramThatFails() {
    ToolOutput output = python("print('so far')\nraise ValueError('too bad')");
    assertThat(output.error()).isTrue();
    assertThat(output.content()).startsWith("Exit code 1").contains("so far", "too bad");
  }

  @Test
  void endsAProgramThatTakesTooLongAndKeepsWhatItLeft() {
    ToolOutput output =
        python(
            workspace,
            Map.of(
                "code",
                "import time\nopen('partial','w').write('x')\nprint('begun')\ntime.sleep(100)",
                "timeout_seconds",
                1));
    assertThat(output.error()).isTrue();
    assertThat(output.content()).startsWith("Ended: it ran longer than 1 s").contains("begun");
    assertThat(workspace.text("partial")).isEqualTo("x");
  }

  @Test
  void bringsFilesInAndSavesThoseThatAreNewOrChanged() {
    WorkspaceInMemory files =
        new WorkspaceInMemory()
            .put("data/in.csv", "a,b\n1,2\n")
            .put("note.txt", "old")
            .put("gone.txt", "stays")
            .put("ünï/cödé.txt", "ä");
    ToolOutput output =
        python(
            files,
            Map.of(
                "code",
                """
                import os
                rows = open('data/in.csv').read().split()
                os.makedirs('out', exist_ok=True)
                open('out/rows.txt', 'w').write(str(len(rows)))
                open('note.txt', 'w').write('new')
                os.remove('gone.txt')
                print(open('ünï/cödé.txt', encoding='utf-8').read())
                """));
    assertThat(output.error()).as(output.content()).isFalse();
    assertThat(files.text("out/rows.txt")).isEqualTo("2");
    assertThat(files.text("note.txt")).isEqualTo("new");
    assertThat(files.text("gone.txt")).isEqualTo("stays");
    assertThat(output.content())
        .contains("ä")
        .contains("out/rows.txt (1 bytes)", "note.txt (3 bytes)")
        .doesNotContain("in.csv");
  }

  @Test
  void bringsOnlyTheFilesThatWereNamed() {
    WorkspaceInMemory files = new WorkspaceInMemory().put("a/1", "1").put("a/2", "2").put("b", "3");
    ToolOutput output =
        python(
            files,
            Map.of(
                "code",
                "import os; print(sorted(os.listdir('.')), sorted(os.listdir('a')))",
                "files",
                List.of("a")));
    assertThat(output.content()).contains("['a'] ['1', '2']");
    ToolOutput unknown = python(files, Map.of("code", "1", "files", List.of("nope")));
    assertThat(unknown).isEqualTo(ToolOutput.failure("There is no file or folder \"nope\"."));
  }

  @Test
  void takesBackWhatACallChanged() {
    WorkspaceInMemory files = new WorkspaceInMemory().put("a", "old");
    ToolInvocation call =
        call(ORG, Map.of("code", "open('a','w').write('new'); open('b','w').write('x')"));
    CompensableTool tool = (CompensableTool) tool(skill, "run_python");
    String answer = tool.call(call.with(files)).content();
    assertThat(files.paths()).containsExactly("a", "b");
    tool.undo(call.with(files), answer);
    assertThat(files.paths()).containsExactly("a");
    assertThat(files.text("a")).isEqualTo("old");
    tool.undo(call, answer);
  }

  @Test
  void tellsWhatCouldNotBeSaved() {
    ToolOutput full =
        python(
            new WorkspaceInMemory().withQuota(1),
            Map.of("code", "open('a','w').write('too long')"));
    assertThat(full.content()).contains("--- Not saved (The workspace is full.): a");
    ToolOutput nowhere = python(Workspace.none(), Map.of("code", "open('a','w').write('x')"));
    assertThat(nowhere.content()).contains("Not saved (this call has no session to keep it in): a");
  }

  @Test
  void showsOutputWhileTheProgramRuns() {
    List<String> shown = new CopyOnWriteArrayList<>();
    AtomicReference<@Nullable ToolOutput> output = new AtomicReference<>();
    ToolInvocation call =
        call(
                ORG,
                Map.of(
                    "code",
                    "import sys,time\nfor i in range(1000): print(i)\nprint('err',"
                        + " file=sys.stderr)\ntime.sleep(1)\nprint('late')"))
            .with(workspace)
            .with((channel, text) -> shown.add(channel + " " + text));
    Thread running =
        Thread.ofVirtual().start(() -> output.set(tool(skill, "run_python").call(call)));
    await().untilAsserted(() -> assertThat(String.join("", shown)).contains("999"));
    assertThat(output.get()).isNull();
    await().until(() -> !running.isAlive());
    assertThat(shown).hasSizeLessThan(10);
    assertThat(String.join("", shown)).contains(Channel.STDERR + " err").contains("late");
  }

  @Test
  void stopsWithTheCall() {
    List<Runnable> stops = new ArrayList<>();
    List<String> shown = new CopyOnWriteArrayList<>();
    Cancellation cancellation =
        new Cancellation() {
          @Override
          public boolean requested() {
            return false;
          }

          @Override
          public Registration onRequest(Runnable action) {
            stops.add(action);
            return () -> {};
          }
        };
    ToolInvocation call =
        call(ORG, Map.of("code", "import time\nprint('up')\ntime.sleep(100)"))
            .with(workspace)
            .with(cancellation)
            .with((channel, text) -> shown.add(text));
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread running =
        Thread.ofVirtual()
            .start(() -> {
              try {
                tool(skill, "run_python").call(call);
              } catch (PerdureException e) {
                thrown.set(e);
              }
            });
    await().until(() -> String.join("", shown).contains("up"));
    stops.forEach(Runnable::run);
    await().atMost(Duration.ofSeconds(5)).until(() -> !running.isAlive());
    assertThat(thrown.get()).hasMessageContaining("cancelled");
  }

  @Test
  void holdsToTheLimitsOfTheOrganization() {
    SkillContext strict = context(ORG, Map.of("memory_mib", 64, "timeout_seconds", 5));
    ToolInvocation call =
        call(ORG, Map.of("code", "x = bytearray(200 << 20)", "timeout_seconds", 60));
    ToolOutput output = tool(skill, "run_python").call(call.with(workspace).with(strict));
    assertThat(output.error()).isTrue();
    assertThat(output.content()).contains("MemoryError");
    assertThat(python("x = bytearray(200 << 20)").error()).isFalse();
  }

  @Test
  void whatALineBeginsWithIsKept() {
    assertThat(python("print('\\n  \\n   a  b\\n 12  34\\n\\n')").content())
        .contains("--- stdout\n   a  b\n 12  34")
        .doesNotEndWith("\n");
  }

  @Test
  void halfACharacterIsAQuestionMarkAsElsewhere() {
    assertThat(python("print('a\ud800b')").content()).contains("a?b");
  }

  @Test
  void cutsLongOutputInTheMiddle() {
    ToolOutput output = python("print('begin'); print('x' * 100000); print('end')");
    assertThat(output.content())
        .contains("begin", "characters left out", "end")
        .hasSizeLessThan(16_500);
  }

  @Test
  void leavesNothingForTheNextProgramOfWhoever() {
    String look =
        "import os\nfor d in ('/work', '/tmp', '/dev/shm'): print(os.listdir(d))\n"
            + "for d in ('/work', '/tmp', '/dev/shm'): open(d + '/left', 'w').write('secret')";
    OrgId other = new OrgId(UUID.randomUUID());
    for (OrgId org : List.of(ORG, other, ORG)) {
      ToolOutput output =
          tool(skill, "run_python")
              .call(call(org, Map.of("code", look)).with(new WorkspaceInMemory()));
      assertThat(output.content()).contains("[]\n[]\n[]");
    }
  }

  @Test
  void saysWhatItIs() {
    Tool python = tool(skill, "run_python");
    assertThat(python.descriptor().effect()).isEqualTo(Effect.IDEMPOTENT);
    assertThat(python.descriptor().risk()).isEqualTo(Risk.HIGH);
    assertThat(python.descriptor().untrusted()).isTrue();
    assertThat(skill.health(SkillContext.bare(ORG)).message()).contains("Code runs in");
  }

  @Test
  void runsNothingWhereThereIsNoSandbox() {
    try (Sandbox none =
        Sandboxes.open(
            new SandboxSettings(SandboxSettings.NONE, SandboxSettings.DEFAULT.most(), 1),
            List.of())) {
      CodeSkill skill = new CodeSkill(none);
      assertThat(skill.health(SkillContext.bare(ORG)).state()).isEqualTo(State.UNAVAILABLE);
      ToolOutput output =
          tool(skill, "run_python").call(call(ORG, Map.of("code", "1")).with(workspace));
      assertThat(output.error()).isTrue();
      assertThat(output.content()).contains("no sandbox");
    }
  }

  @Test
  void refusesAContextOfAnotherOrganization() {
    OrgId other = new OrgId(UUID.randomUUID());
    assertThatThrownBy(() -> call(ORG, Map.of()).with(context(other, Map.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SkillContext context(OrgId org, Map<String, Object> settings) {
    return new SkillContext() {
      @Override
      public OrgId orgId() {
        return org;
      }

      @Override
      public Map<String, Object> settings() {
        return settings;
      }

      @Override
      public Optional<String> secret(String name) {
        return Optional.empty();
      }

      @Override
      public OutboundHttp http() {
        return OutboundHttp.none();
      }
    };
  }
}
