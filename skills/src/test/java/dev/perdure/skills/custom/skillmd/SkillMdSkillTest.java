package dev.perdure.skills.custom.skillmd;

import static dev.perdure.skills.custom.skillmd.Scene.file;
import static dev.perdure.skills.custom.skillmd.Scene.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillDescriptor;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.core.skill.Tool;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillDefinition;
import dev.perdure.core.step.StepRef;
import dev.perdure.skills.custom.CheckedSkill;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a bundle becomes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SkillMdSkillTest {

  private static final BundleFile SKILL_MD =
      file(
          "SKILL.md",
          """
          ---
          name: pdf-forms
          description: Fills forms. Use when the user has a PDF.
          license: MIT
          compatibility: Requires Python 3.11
          metadata:
            author: Ada
            version: 1.10
          allowed-tools: Bash(git:*) Read
          argument-hint: "[file]"
          hooks: {before: [a, b]}
          ---

          # PDF forms

          First read references/FORMS.md.
          """);

  private final Scene scene = Scene.withoutSandbox();

  @AfterAll
  void close() {
    scene.close();
  }

  @Test
  void keepsAllThatTheFrontMatterSays() {
    SkillDefinition made = scene.define(null, List.of(SKILL_MD));
    assertThat(made.name()).isEqualTo("pdf-forms");
    assertThat(made.title()).isEqualTo("PDF forms");
    assertThat(made.description()).isEqualTo("Fills forms. Use when the user has a PDF.");
    assertThat(made.definition())
        .containsEntry("license", "MIT")
        .containsEntry("compatibility", "Requires Python 3.11")
        .containsEntry("metadata", Map.of("author", "Ada", "version", "1.10"))
        .containsEntry("allowed_tools", List.of("Bash(git:*)", "Read"))
        .containsEntry(
            "other",
            Map.of("argument-hint", "[file]", "hooks", Map.of("before", List.of("a", "b"))))
        .containsEntry("instructions", "# PDF forms\n\nFirst read references/FORMS.md.");
  }

  @Test
  void theSmallestBundleIsTaken() {
    SkillDefinition made =
        scene.define(null, List.of(file("SKILL.md", "---\nname: a\ndescription: b\n---")));
    assertThat(made.title()).isEqualTo("a");
    assertThat(made.definition()).isEqualTo(Map.of("instructions", ""));
  }

  @Test
  void aMarkBeforeTheTextAndLineEndsOfWindowsDoNoHarm() {
    String text = "\uFEFF---\r\nname: a\r\ndescription: >\r\n  b\r\n  c\r\n---\r\nDo.\r\nIt.\r\n";
    SkillDefinition made = scene.define(null, List.of(file("SKILL.md", text)));
    assertThat(made.description()).isEqualTo("b c");
    assertThat(made.definition()).containsEntry("instructions", "Do.\nIt.");
  }

  @Test
  void theFolderItWasPackedInIsTakenOff() {
    SkillDefinition made =
        scene.define(
            null,
            List.of(
                new BundleFile("pdf-forms/SKILL.md", SKILL_MD.content()),
                file("pdf-forms/assets/a.txt", "x")));
    assertThat(made.files())
        .extracting(BundleFile::path)
        .containsExactly("SKILL.md", "assets/a.txt");
  }

  @Test
  void sameContentSameSum() {
    CheckedSkill one = scene.checked(null, List.of(SKILL_MD, file("a.txt", "x")));
    CheckedSkill other = scene.checked(null, List.of(file("a.txt", "x"), SKILL_MD));
    CheckedSkill changed = scene.checked(null, List.of(SKILL_MD, file("a.txt", "y")));
    assertThat(one.content().sha256()).isEqualTo(other.content().sha256()).hasSize(64);
    assertThat(one.content().sha256()).isNotEqualTo(changed.content().sha256());
    assertThat(one.content().bytes()).isGreaterThan(SKILL_MD.size());
  }

  @Test
  void tellsAModelWhichFilesAndScriptsThereAre() {
    SkillDescriptor skill =
        scene
            .open(
                SKILL_MD,
                file("references/FORMS.md", "x"),
                file("scripts/fill.py", "print()"),
                file("scripts/data.json", "{}"),
                file("scripts/tool", "#!/usr/bin/env bash\ntrue\n"))
            .descriptor();
    assertThat(skill.version()).isEqualTo("3");
    assertThat(skill.instructions())
        .startsWith("# PDF forms")
        .contains(
            "read with pdf-forms__read_file: references/FORMS.md, scripts/fill.py,"
                + " scripts/data.json, scripts/tool.")
        .endsWith("run with pdf-forms__run_script: scripts/fill.py, scripts/tool.");
  }

  @Test
  void withoutScriptsItOnlyReads() {
    Skill skill = scene.open(SKILL_MD);
    assertThat(skill.tools())
        .extracting(tool -> tool.descriptor().name())
        .containsExactly("pdf-forms__read_file");
    assertThat(skill.health(SkillContext.bare(scene.org))).isEqualTo(SkillHealth.OK);
  }

  @Test
  void toolsOfALongNameAreShortEnough() {
    String name = "a".repeat(64);
    Skill skill =
        scene.open(
            file("SKILL.md", "---\nname: " + name + "\ndescription: b\n---"),
            file("scripts/a.py", ""));
    assertThat(skill.tools())
        .extracting(tool -> tool.descriptor().name())
        .allMatch(tool -> tool.length() <= 64)
        .doesNotHaveDuplicates();
  }

  @Test
  void readsFilesInParts() {
    Tool read =
        tool(
            scene.open(SKILL_MD, file("references/a.md", "0123😀6789"), file("empty.txt", "")),
            "pdf-forms__read_file");
    assertThat(call(read, Map.of("path", "references/a.md")).content()).isEqualTo("0123😀6789");
    assertThat(call(read, Map.of("path", "./references/a.md", "offset", 4, "length", 1)).content())
        .isEqualTo("😀\n[Characters 4 to 5 of 9. Go on with offset 5.]");
    assertThat(call(read, Map.of("path", "references/a.md", "offset", 7)).content())
        .isEqualTo("89\n[Characters 7 to 9 of 9.]");
    assertThat(call(read, Map.of("path", "empty.txt")).content()).contains("empty");
    assertThat(call(read, Map.of("path", "references/a.md", "offset", 9)).error()).isTrue();
  }

  @Test
  void readsNothingButItsOwnTexts() {
    Tool read =
        tool(
            scene.open(SKILL_MD, new BundleFile("assets/a.bin", new byte[] {0, 1})),
            "pdf-forms__read_file");
    assertThat(call(read, Map.of("path", "../../etc/passwd")).content())
        .isEqualTo("The skill has no file \"../../etc/passwd\". It has: SKILL.md, assets/a.bin.");
    ToolOutput binary = call(read, Map.of("path", "assets/a.bin"));
    assertThat(binary.error()).isTrue();
    assertThat(binary.content()).contains("not text").contains("2 bytes");
  }

  @Test
  void scriptsNeverRunWithoutASandbox() {
    Skill skill = scene.open(SKILL_MD, file("scripts/a.py", "print(1)"));
    ToolOutput output =
        call(tool(skill, "pdf-forms__run_script"), Map.of("script", "scripts/a.py"));
    assertThat(output.error()).isTrue();
    assertThat(output.content()).startsWith("Nothing was run");
    assertThat(skill.health(SkillContext.bare(scene.org)).state())
        .isEqualTo(SkillHealth.State.DEGRADED);
  }

  private ToolOutput call(Tool tool, Map<String, Object> arguments) {
    RunRef run = new RunRef(scene.org, UUID.randomUUID(), UUID.randomUUID());
    return tool.call(ToolInvocation.of(StepRef.of(run, 1).withCall(1), arguments));
  }
}
