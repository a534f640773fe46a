package dev.perdure.skills.custom.skillmd;

import static dev.perdure.skills.custom.Flawed.flaws;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.Flaw;
import dev.perdure.core.skill.custom.BundleFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bundles that can't be taken, and where each is told to be wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadBundlesTest {

  private static final String GOOD = "---\nname: my-skill\ndescription: Does it.\n---\nDo it.\n";

  private final Scene scene = Scene.withoutSandbox();

  @AfterAll
  void close() {
    scene.close();
  }

  /** A bundle, and its first flaw. */
  record Bad(
      String what, List<BundleFile> files, String file, @Nullable Integer line, String message) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Bad> bad() {
    return Stream.of(matter(), names(), fields(), files()).flatMap(bundles -> bundles);
  }

  private static Stream<Bad> matter() {
    return Stream.of(
        md("an empty file", "", 1, "first line must be"),
        md("no front matter", "# Title\nDo it.\n", 1, "first line must be"),
        md("a blank line first", "\n" + GOOD, 1, "first line must be"),
        md("no end", "---\nname: my-skill\ndescription: x\n", 3, "no end"),
        md("an indented end", "---\nname: my-skill\n  ---\nx", 4, "no end"),
        md("nothing in it", "---\n---\nx", 2, "must be fields"),
        md("a list", "---\n- a\n- b\n---\n", 2, "must be fields"),
        md("a text", "---\njust words\n---\n", 2, "must be fields"),
        md(
            "a colon in a text",
            "---\nname: my-skill\ndescription: Use when: needed\n---\n",
            3,
            "must be in quotes"),
        md("a tab", "---\nname: my-skill\nmetadata:\n\ta: b\n---\n", 4, "not with tabs"),
        md("a quote without end", "---\nname: \"my-skill\n---\n", 3, "can't be read"),
        md("a bracket without end", "---\nname: [my-skill\n---\n", 3, "can't be read"),
        md(
            "a field twice",
            "---\nname: my-skill\ndescription: x\nname: other\n---\n",
            4,
            "already, in line 2"),
        md("an alias", "---\nname: &a my-skill\ndescription: *a\n---\n", 2, "Anchors"),
        md(
            "a bomb of aliases",
            "---\nname: my-skill\ndescription: x\nmetadata: &a {x: y}\nother: [*a, *a]\n---\n",
            4,
            "Anchors"),
        md(
            "a tag of Java",
            "---\nname: !!java.io.File x\ndescription: y\n---\n",
            2,
            "can't be read"),
        md(
            "a tag elsewhere",
            "---\nname: my-skill\ndescription: y\nhooks: !run rm\n---\n",
            4,
            "Tags"),
        md("two documents", "---\nname: a\n...\n--- x\n---\n", 4, "can't be read"),
        md(
            "too deep",
            "---\nname: my-skill\nx: " + "[".repeat(30) + "]".repeat(30) + "\n---\n",
            1,
            "can't be read"),
        md("too long", "---\nname: " + "a".repeat(40_000) + "\n---\n", 1, "32,768"));
  }

  private static Stream<Bad> names() {
    return Stream.of(
        md("no name", "---\ndescription: x\n---\n", 1, "\"name\" is missing"),
        md("an empty name", "---\nname:\ndescription: x\n---\n", 2, "is empty"),
        named("PDF-Forms", "lowercase"),
        named("-pdf", "lowercase"),
        named("pdf-", "lowercase"),
        named("pdf--forms", "lowercase"),
        named("pdf_forms", "lowercase"),
        named("pdf forms", "lowercase"),
        named("größe", "lowercase"),
        named("a".repeat(65), "65 characters"),
        md("a name that is a list", "---\nname: [a]\ndescription: x\n---\n", 2, "must be a text"),
        new Bad(
            "a folder of another name",
            List.of(file("other/SKILL.md", GOOD)),
            "SKILL.md",
            2,
            "that of the folder"));
  }

  private static Bad named(String name, String message) {
    return md(name, "---\nname: \"" + name + "\"\ndescription: x\n---\n", 2, message);
  }

  private static Stream<Bad> fields() {
    return Stream.of(
        md("no description", "---\nname: my-skill\n---\n", 1, "\"description\" is missing"),
        md("a blank description", "---\nname: a\ndescription: \" \"\n---\n", 3, "is empty"),
        md(
            "a long description",
            "---\nname: a\nlicense: x\ndescription: " + "d".repeat(1_025) + "\n---\n",
            4,
            "1025 characters"),
        field("license: [MIT]", "must be a text"),
        field("compatibility: " + "c".repeat(501), "1 to 500"),
        field("compatibility: ''", "1 to 500"),
        field("metadata: words", "names with texts"),
        field("metadata: {a: {b: c}}", "must be a text"),
        field("metadata: {a: b, a: c}", "already"),
        field("allowed-tools: {a: b}", "must be a text"),
        field("allowed-tools: [a, [b]]", "must be a text"),
        md(
            "long instructions",
            "---\nname: a\ndescription: b\n---\n" + "0123456789\n".repeat(10_000),
            9_095,
            "100,000 characters"));
  }

  private static Bad field(String field, String message) {
    return md(
        field.substring(0, Math.min(40, field.length())),
        "---\nname: a\ndescription: b\n" + field + "\n---\n",
        4,
        message);
  }

  private static Stream<Bad> files() {
    return Stream.of(
        new Bad("nothing", List.of(), "SKILL.md", null, "missing"),
        new Bad("no SKILL.md", List.of(file("README.md", "x")), "SKILL.md", null, "missing"),
        new Bad(
            "a small skill.md", List.of(file("skill.md", GOOD)), "SKILL.md", null, "\"skill.md\""),
        new Bad(
            "a SKILL.md too deep",
            List.of(file("a/b/SKILL.md", GOOD)),
            "SKILL.md",
            null,
            "at the top"),
        new Bad(
            "a SKILL.md in Latin-1",
            List.of(
                new BundleFile(
                    "SKILL.md",
                    "---\nname: a\ndescription: Größe\n---\n"
                        .getBytes(StandardCharsets.ISO_8859_1))),
            "SKILL.md",
            3,
            "UTF-8"),
        with("a script that is no text", "scripts/run.py", "print(1)\n\0\n", 2, "UTF-8"),
        with("a large file", "assets/a.bin", "a".repeat(2 * 1024 * 1024 + 1), null, "2 MiB"));
  }

  private static Bad with(
      String what, String path, String content, @Nullable Integer line, String message) {
    return new Bad(what, List.of(file("SKILL.md", GOOD), file(path, content)), path, line, message);
  }

  private static Bad md(String what, String content, int line, String message) {
    return new Bad(what, List.of(file("SKILL.md", content)), "SKILL.md", line, message);
  }

  private static BundleFile file(String path, String content) {
    return Scene.file(path, content);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void isToldWhereItIsWrong(Bad bad) {
    Flaw flaw = flaws(() -> scene.define(null, bad.files())).getFirst();
    assertThat(flaw.file()).isEqualTo(bad.file());
    assertThat(flaw.line()).as(flaw.message()).isEqualTo(bad.line());
    assertThat(flaw.message()).contains(bad.message());
  }

  /** What holds for the files of every kind. */
  static Stream<Bad> badFiles() {
    List<BundleFile> many = new ArrayList<>();
    for (int i = 0; i < 201; i++) {
      many.add(file("assets/" + i, "x"));
    }
    return Stream.of(
        path("../SKILL.md"),
        path("/etc/passwd"),
        path("a/../../b"),
        path("a//b"),
        path("a\\b"),
        path("C:/b"),
        path("a/./b"),
        path("a/"),
        path("x".repeat(201)),
        new Bad("a line end", List.of(file("a\nb", "x")), "a\uFFFDb", null, "path"),
        new Bad("half a character", List.of(file("a\ud800", "x")), "a\uFFFD", null, "path"),
        new Bad("no path", List.of(file("", "x")), "(no name)", null, "path"),
        new Bad("twice", List.of(file("a", "x"), file("a", "y")), "a", null, "twice"),
        new Bad("by case", List.of(file("a", "x"), file("A", "y")), "A", null, "case"),
        new Bad("file and folder", List.of(file("a", "x"), file("a/b", "y")), "a", null, "folder"),
        new Bad("too many", many, "(bundle)", null, "201"),
        new Bad(
            "too large",
            List.of(
                file("a", "x".repeat(2_000_000)),
                file("b", "x".repeat(2_000_000)),
                file("c", "x".repeat(2_000_000))),
            "(bundle)",
            null,
            "5242880"));
  }

  private static Bad path(String path) {
    String shown = path.substring(0, Math.min(200, path.length()));
    return new Bad(path, List.of(file(path, "x")), shown, null, "path");
  }

  @ParameterizedTest
  @MethodSource("badFiles")
  void isRefusedBeforeItsKindSeesIt(Bad bad) {
    Flaw flaw = flaws(() -> scene.checked(null, bad.files())).getFirst();
    assertThat(flaw.file()).isEqualTo(bad.file());
    assertThat(flaw.message()).contains(bad.message());
  }

  @Test
  void allThatIsWrongIsToldAtOnce() {
    String text = "---\nname: My Skill\ncompatibility: ''\nmetadata: x\n---\n";
    List<BundleFile> files = List.of(file("SKILL.md", text), file("scripts/a.sh", "a\n\0"));
    assertThat(flaws(() -> scene.define(null, files)))
        .extracting(flaw -> flaw.file() + ":" + flaw.line())
        .containsExactlyInAnyOrder(
            "scripts/a.sh:2", "SKILL.md:2", "SKILL.md:1", "SKILL.md:3", "SKILL.md:4");
  }

  @Test
  void theColumnIsToldWhereItIsKnown() {
    String text = "---\nname: my-skill\ndescription: x\nmetadata: {a: [b]}\n---\n";
    Flaw flaw = flaws(() -> scene.define(null, List.of(file("SKILL.md", text)))).getFirst();
    assertThat(flaw.column()).isEqualTo(15);
    assertThat(flaw.toString()).startsWith("SKILL.md:4:15: ");
  }

  @Test
  void aVersionKeepsTheSkillsName() {
    Flaw flaw = flaws(() -> scene.define("other", List.of(file("SKILL.md", GOOD)))).getFirst();
    assertThat(flaw.line()).isEqualTo(2);
    assertThat(flaw.message()).contains("\"other\"");
  }

  @Test
  void settingsAreNotTaken() {
    Flaw flaw =
        flaws(() -> scene.define(null, List.of(file("SKILL.md", GOOD)), Map.of("url", "http://x")))
            .getFirst();
    assertThat(flaw.file()).isEqualTo("/settings/url");
  }
}
