package dev.perdure.skills.custom.skillmd;

import static dev.perdure.skills.custom.skillmd.Scene.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.sandbox.Language;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.skills.builtin.code.WorkspaceInMemory;
import dev.perdure.skills.sandbox.Sandbox;
import dev.perdure.skills.sandbox.SandboxSettings;
import dev.perdure.skills.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Scripts of a bundle run in a real sandbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunScriptTest {

  private final Sandbox sandbox = Sandboxes.open(SandboxSettings.DEFAULT, List.of());
  private final Scene scene = new Scene(sandbox);
  private final WorkspaceInMemory workspace = new WorkspaceInMemory();

  @BeforeAll
  void needsASandbox() {
    assumeTrue(sandbox.status().works(), "no sandbox works on this machine: " + sandbox.status());
  }

  @AfterAll
  void close() {
    scene.close();
  }

  private Skill skill(String path, String script) {
    return scene.open(
        file("SKILL.md", "---\nname: demo\ndescription: b\n---"),
        file("assets/words.txt", "one two"),
        file("scripts/helper.py", "def twice(text):\n  return text + text\n"),
        file(path, script));
  }

  private ToolInvocation invocation(Map<String, Object> arguments, Workspace files) {
    RunRef run = new RunRef(scene.org, UUID.randomUUID(), UUID.randomUUID());
    return ToolInvocation.of(StepRef.of(run, 1).withCall(1), arguments).with(files);
  }

  private static CompensableTool tool(Skill skill) {
    return (CompensableTool) Scene.tool(skill, "demo__run_script");
  }

  private ToolOutput run(String path, String script, Map<String, Object> arguments) {
    Map<String, Object> all = new HashMap<>(arguments);
    all.put("script", path);
    return tool(skill(path, script)).call(invocation(all, workspace));
  }

  @Test
  void aPythonScriptFindsItsNeighboursItsArgumentsAndItsInput() {
    ToolOutput output =
        run(
            "scripts/run.py",
            """
            import sys
            from helper import twice
            if __name__ == "__main__":
              print(sys.argv, twice(open("assets/words.txt").read()), sys.stdin.read(), __file__)
            """,
            Map.of("arguments", List.of("a b", "--x=\"y\""), "stdin", "typed"));
    assertThat(output.content())
        .startsWith("Exit code 0")
        .contains("['scripts/run.py', 'a b', '--x=\"y\"'] one twoone two typed");
    assertThat(output.error()).isFalse();
  }

  @Test
  void aShellScriptRunsToo() {
    ToolOutput output =
        run(
            "scripts/run.sh",
            "echo \"$0 $# $1\"; cat assets/words.txt; exit 3\n",
            Map.of("arguments", List.of("a b", "c")));
    assertThat(output.content())
        .startsWith("Exit code 3")
        .contains("scripts/run.sh 2 a b\none two");
    assertThat(output.error()).isTrue();
  }

  @Test
  void javaScriptRunsWhereItIsInstalled() {
    assumeTrue(sandbox.languages().contains(Language.JAVASCRIPT), "no JavaScript here");
    ToolOutput output =
        run(
            "scripts/run.mjs",
            "import fs from 'fs';\nconsole.log(process.argv.slice(2), fs.readFileSync('assets/words.txt', 'utf8'));\n",
            Map.of("arguments", List.of("a b")));
    assertThat(output.content()).contains("[ 'a b' ] one two");
  }

  @Test
  void readsFilesOfTheSessionAndSavesWhatItMakesThere() {
    workspace.put("in.txt", "hello").put("assets/words.txt", "other").put("unseen.txt", "x");
    String script =
        """
        import os
        open("out/up.txt", "w").write(open("in.txt").read().upper()) if os.makedirs("out") is None else 0
        open("assets/words.txt", "w").write("changed")
        print(os.path.exists("unseen.txt"), open("assets/words.txt").read())
        """;
    Skill skill = skill("scripts/run.py", script);
    ToolInvocation call =
        invocation(
            Map.of("script", "scripts/run.py", "files", List.of("in.txt", "assets/words.txt")),
            workspace);
    ToolOutput output = tool(skill).call(call);
    assertThat(output.content())
        .contains("False changed")
        .contains("Saved to the workspace: out/up.txt (5 bytes)")
        .contains("Not saved (a file of the skill, which does not change): assets/words.txt")
        .contains("Not seen by the script, for the skill has files in their place: assets/words");
    assertThat(workspace.text("out/up.txt")).isEqualTo("HELLO");
    assertThat(workspace.text("assets/words.txt")).isEqualTo("other");
    assertThat(workspace.paths()).doesNotContain("scripts/run.py");

    tool(skill).undo(call, output.content());
    assertThat(workspace.paths())
        .containsExactlyInAnyOrder("in.txt", "assets/words.txt", "unseen.txt");
  }

  @Test
  void aFileThatIsNotThereIsToldAndNothingRuns() {
    ToolOutput output = run("scripts/run.py", "print(1)", Map.of("files", List.of("missing.txt")));
    assertThat(output.error()).isTrue();
    assertThat(output.content()).contains("There is no file or folder \"missing.txt\"");
  }

  @Test
  void theExampleDoesWhatItSays() throws IOException {
    Path folder = Path.of("../examples/skill-md/sales-report");
    List<BundleFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.add(
            new BundleFile("sales-report/" + folder.relativize(file), Files.readAllBytes(file)));
      }
    }
    WorkspaceInMemory sales =
        new WorkspaceInMemory()
            .put(
                "sales.csv",
                "date,product,amount\n2026-01-03,tea,10.50\n2026-02-01,tea,4\nx,cup,?\n");
    ToolOutput output =
        Scene.tool(scene.open(files.toArray(BundleFile[]::new)), "sales-report__run_script")
            .call(
                invocation(
                    Map.of("script", "scripts/summarize.py", "arguments", List.of("sales.csv")),
                    sales));
    assertThat(output.content()).startsWith("Exit code 0").contains("line 4 can't be read");
    assertThat(sales.text("report.md"))
        .contains("Total: 14.50", "- 2026-01: 10.50", "- tea: 14.50");
  }

  @Test
  void isWellWhereItsScriptsCanRun() {
    assertThat(skill("scripts/run.py", "").health(SkillContext.bare(scene.org)))
        .isEqualTo(SkillHealth.OK);
  }
}
