package dev.perdure.skills.builtin.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.run.RunRef;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Effect;
import dev.perdure.core.skill.Risk;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.step.StepRef;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.testkit.workspace.MemoryWorkspaces;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FileToolsTest {

  private final FileCalls files = new FileCalls();

  private static String numbered(int lines) {
    return IntStream.rangeClosed(1, lines)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void saysWhatEachToolDoesToFiles() {
    List<String> readers = List.of("list_files", "read_file", "search_files");
    assertThat(new FilesSkill().tools())
        .hasSize(10)
        .allSatisfy(tool -> {
          boolean reads = readers.contains(tool.descriptor().name());
          assertThat(tool.descriptor().effect()).isEqualTo(reads ? Effect.NONE : Effect.IDEMPOTENT);
          assertThat(tool.descriptor().risk()).isEqualTo(reads ? Risk.LOW : Risk.MEDIUM);
          assertThat(tool instanceof CompensableTool).isEqualTo(!reads);
        });
    assertThat(new FilesSkill().tools())
        .filteredOn(tool -> tool.descriptor().untrusted())
        .extracting(tool -> tool.descriptor().name())
        .containsExactly("read_file", "search_files", "extract_archive");
  }

  @Test
  void listsByFolderAndGlob() {
    files.put("a.csv", "1");
    files.put("in/b.csv", "22");
    files.put("in/deep/c.md", "333");
    assertThat(files.ok("list_files", Map.of()))
        .startsWith("3 files:\na.csv: version 1, 1 bytes, text/plain, changed ")
        .contains("\nin/b.csv: version 1, 2 bytes", "\nin/deep/c.md");
    assertThat(files.ok("list_files", Map.of("folder", "in", "glob", "*.csv")))
        .startsWith("1 file:\nin/b.csv");
    assertThat(files.ok("list_files", Map.of("glob", "in/**/?.md"))).startsWith("1 file:\nin/deep");
    assertThat(files.ok("list_files", Map.of("glob", "*.pdf")))
        .isEqualTo("There are no such files.");
  }

  @Test
  void listsManyInParts() {
    IntStream.range(100, 350).forEach(i -> files.put("f" + i, "x"));
    String first = files.ok("list_files", Map.of());
    assertThat(first).contains("f199").doesNotContain("f200:");
    assertThat(first).endsWith("… and 150 more: go on with after \"f199\"");
    assertThat(files.ok("list_files", Map.of("after", "f199", "limit", 300)))
        .startsWith("150 files:\nf200")
        .doesNotContain("more");
  }

  @Test
  void readsLines() {
    files.put("n.txt", numbered(2_500));
    assertThat(files.ok("read_file", Map.of("path", "n.txt", "from_line", 3, "lines", 2)))
        .contains("\nLines 3 to 4; go on with from_line 5\n\nline 3\nline 4\n");
    assertThat(files.ok("read_file", Map.of("path", "n.txt")))
        .contains("Lines 1 to 1000; go on with from_line 1001");
    assertThat(files.ok("read_file", Map.of("path", "n.txt", "from_line", 2_499, "lines", 9)))
        .contains("Lines 2499 to 2500, the end\n\nline 2499\nline 2500\n");
    assertThat(files.ok("read_file", Map.of("path", "n.txt", "from_line", 9_999)))
        .contains("There is no line 9999");
    files.put("empty", "");
    assertThat(files.ok("read_file", Map.of("path", "empty"))).contains("It is empty");
  }

  @Test
  void readsNoMoreThanFits() {
    files.put("wide.txt", ("x".repeat(9_999) + "\n").repeat(10));
    String read = files.ok("read_file", Map.of("path", "wide.txt"));
    assertThat(read).contains("Lines 1 to 4; go on with from_line 5");
    assertThat(read.length()).isLessThan(41_000);
    files.put("one.txt", "a\n" + "ö".repeat(100_000));
    assertThat(files.ok("read_file", Map.of("path", "one.txt", "from_line", 2)))
        .contains("Line 2 is too long: its first 40960 bytes. Go on with offset 40962");
  }

  @Test
  void readsBytesWithoutHalfCharacters() {
    files.put("u.txt", "aöb");
    assertThat(files.ok("read_file", Map.of("path", "u.txt", "offset", 0, "length", 2)))
        .contains("Bytes 0 to 2; go on with offset 2\n\na");
    assertThat(files.ok("read_file", Map.of("path", "u.txt", "offset", 2)))
        .endsWith("Bytes 2 to 4, the end\n\nb");
    assertThat(files.ok("read_file", Map.of("path", "u.txt", "offset", 99)))
        .endsWith("Bytes 99 to 99, the end\n\n");
  }

  @Test
  void saysWhatIsBinary() {
    files.put("b.bin", new byte[] {1, 0, 2});
    files.put("latin.txt", new byte[] {'a', (byte) 0xE9, 'b'});
    assertThat(files.fails("read_file", Map.of("path", "b.bin")))
        .contains("version 1, 3 bytes")
        .contains("binary");
    assertThat(files.fails("read_file", Map.of("path", "latin.txt"))).contains("not in UTF-8");
  }

  @Test
  void writesAndKeepsVersions() {
    assertThat(files.ok("write_file", Map.of("path", "a/b.md", "content", "one")))
        .startsWith("Written. a/b.md: version 1, 3 bytes");
    assertThat(
            files.ok(
                "write_file", Map.of("path", "a/b.md", "content", "two", "expected_version", 1)))
        .contains("version 2");
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() ->
            files.call(
                "write_file", Map.of("path", "a/b.md", "content", "3", "expected_version", 1)))
        .withMessageContaining("file_version_conflict");
    files.undo("write_file", Map.of());
    assertThat(files.text("a/b.md")).isEqualTo("two");
  }

  @Test
  void editsOneOccurrence() {
    files.put("a.txt", "one two three");
    assertThat(
            files.ok("edit_file", Map.of("path", "a.txt", "old_text", "two", "new_text", "2$1\\")))
        .startsWith("Edited. a.txt: version 2");
    assertThat(files.text("a.txt")).isEqualTo("one 2$1\\ three");
  }

  @Test
  void editsAllOccurrencesWhenAskedTo() {
    files.put("a.txt", "x\ny x\nx");
    Map<String, Object> one = Map.of("path", "a.txt", "old_text", "x", "new_text", "z");
    assertThat(files.fails("edit_file", one)).contains("3 times, in lines 1, 2, 3");
    assertThat(files.text("a.txt")).isEqualTo("x\ny x\nx");
    files.ok(
        "edit_file",
        Map.of("path", "a.txt", "old_text", "x", "new_text", "z", "replace_all", true));
    assertThat(files.text("a.txt")).isEqualTo("z\ny z\nz");
  }

  @Test
  void helpsWhenTheTextIsNotThere() {
    files.put("a.txt", "first\n  if (x) {\n    y();\n");
    assertThat(
            files.fails(
                "edit_file", Map.of("path", "a.txt", "old_text", "if (x) {\ny();", "new_text", "")))
        .contains("not in a.txt")
        .contains("begins in line 2");
    files.put("dos.txt", "a\r\nb\r\n");
    assertThat(
            files.fails("edit_file", Map.of("path", "dos.txt", "old_text", "a\nb", "new_text", "")))
        .contains("\\r\\n");
    files.put("bin", new byte[] {0});
    assertThat(files.fails("edit_file", Map.of("path", "bin", "old_text", "a", "new_text", "")))
        .contains("binary");
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(
            () -> files.call("edit_file", Map.of("path", "no", "old_text", "a", "new_text", "")))
        .withMessageContaining("file_not_found");
  }

  @Test
  void editsOnceWhenTheWorkerDiesAfterIt() {
    files.put("a.txt", "foo(1)");
    Map<String, Object> edit = Map.of("path", "a.txt", "old_text", "foo(", "new_text", "foo(bar, ");
    files.ok("edit_file", edit);
    assertThat(files.tool("edit_file").call(files.again(edit)).content())
        .startsWith("Edited. a.txt: version 2");
    assertThat(files.text("a.txt")).isEqualTo("foo(bar, 1)");
  }

  @Test
  void editsOnceAlsoWhenAPersonChangedTheFileMeanwhile() {
    files.put("a.txt", "a b");
    Map<String, Object> edit = Map.of("path", "a.txt", "old_text", "a", "new_text", "aa");
    files.ok("edit_file", edit);
    ToolInvocation again = files.again(edit);
    files.put("a.txt", "aa b c");
    assertThat(files.tool("edit_file").call(again).content())
        .startsWith("Edited. a.txt: version 3");
    assertThat(files.text("a.txt")).isEqualTo("aa b c");
  }

  @Test
  void editsTwiceWhenAskedTwice() {
    files.put("a.txt", "foo(1)");
    Map<String, Object> edit = Map.of("path", "a.txt", "old_text", "foo(", "new_text", "foo(bar, ");
    files.ok("edit_file", edit);
    files.ok("edit_file", edit);
    assertThat(files.text("a.txt")).isEqualTo("foo(bar, bar, 1)");
  }

  @Test
  void doesNotBlowUpAFile() {
    files.put("a.txt", "a".repeat(100_000));
    assertThat(
            files.fails(
                "edit_file",
                Map.of(
                    "path",
                    "a.txt",
                    "old_text",
                    "a",
                    "new_text",
                    "b".repeat(100_000),
                    "replace_all",
                    true)))
        .contains("too large");
  }

  @Test
  void searchesTextsAndExpressions() {
    files.put("a.md", "Hello\nworld hello\n");
    files.put("in/b.md", "say HELLO 42");
    files.put("bin", new byte[] {0, 'h'});
    assertThat(files.ok("search_files", Map.of("query", "hello")))
        .isEqualTo("1 lines found in 3 files (1 of them not text).\na.md:2: world hello");
    assertThat(files.ok("search_files", Map.of("query", "hello", "ignore_case", true)))
        .contains("a.md:1: Hello\na.md:2: world hello\nin/b.md:1: say HELLO 42");
    assertThat(
            files.ok(
                "search_files", Map.of("query", "[A-Z]{3,} \\d+", "regex", true, "folder", "in")))
        .endsWith("in/b.md:1: say HELLO 42");
    assertThat(files.ok("search_files", Map.of("query", "hello", "glob", "*.txt")))
        .isEqualTo("Nothing found in 0 files.");
    assertThat(files.fails("search_files", Map.of("query", "(", "regex", true)))
        .contains("not valid");
  }

  @Test
  void boundsWhatASearchTells() {
    files.put("many.txt", "hit\n".repeat(1_000));
    assertThat(files.ok("search_files", Map.of("query", "hit", "limit", 3)))
        .startsWith("3 lines found")
        .contains("there may be more");
    files.put("many.txt", "x".repeat(20_000) + "hit" + "y".repeat(50_000));
    String told = files.ok("search_files", Map.of("query", "hit"));
    assertThat(told).contains("hit").contains("first 32 KiB of long lines");
    assertThat(told.length()).isLessThan(500);
  }

  @Test
  @Timeout(60)
  void givesUpOnExpressionsThatTakeForEver() {
    files.put("a.txt", "a".repeat(5_000));
    assertThat(files.fails("search_files", Map.of("query", "a*a*a*a*a*a*b", "regex", true)))
        .contains("takes too long");
    files.put("a.txt", "ab".repeat(15_000));
    assertThat(files.call("search_files", Map.of("query", "(a|b)*c", "regex", true)).content())
        .containsAnyOf("takes too long", "Nothing found");
    files.put("a".repeat(200) + "/x", "y");
    assertThat(files.call("list_files", Map.of("glob", "*a".repeat(60) + "b/x")).content())
        .containsAnyOf("too complicated", "no such files");
  }

  @Test
  void movesDeletesAndRestores() {
    files.put("in/a", "1");
    files.put("in/b", "2");
    assertThat(files.ok("move_file", Map.of("from", "in", "to", "out")))
        .contains("Moved:\nout/a: version 1")
        .contains("out/b");
    assertThat(files.ok("delete_file", Map.of("path", "out"))).contains("trash").contains("out/a");
    assertThat(files.paths()).isEmpty();
    assertThat(files.ok("restore_file", Map.of("path", "out/b"))).contains("Restored:\nout/b");
    assertThat(files.paths()).containsExactly("out/b");
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> files.call("delete_file", Map.of("path", "nowhere")))
        .withMessageContaining("file_not_found");
  }

  @Test
  void undoesEachChange() {
    files.put("a", "1");
    files.ok("move_file", Map.of("from", "a", "to", "b"));
    files.undo("move_file", Map.of());
    assertThat(files.paths()).containsExactly("a");
    files.ok("delete_file", Map.of("path", "a"));
    files.undo("delete_file", Map.of());
    files.undo("delete_file", Map.of());
    assertThat(files.paths()).containsExactly("a");
    files.ok("write_file", Map.of("path", "new", "content", "x"));
    files.undo("write_file", Map.of());
    assertThat(files.paths()).containsExactly("a");
  }

  @Test
  void doesAMoveAndADeletionOnce() {
    files.put("a", "1");
    Map<String, Object> move = Map.of("from", "a", "to", "b");
    String first = files.ok("move_file", move);
    assertThat(files.tool("move_file").call(files.again(move)).content()).isEqualTo(first);
    Map<String, Object> delete = Map.of("path", "b");
    files.ok("delete_file", delete);
    assertThat(files.tool("delete_file").call(files.again(delete)).error()).isFalse();
  }

  @Test
  void seesNoFilesOfAnotherOrganizationOrSession() {
    MemoryWorkspaces all = new MemoryWorkspaces();
    UUID session = UUID.randomUUID();
    FileCalls mine = new FileCalls(all);
    mine.put("secret", "x");
    RunRef theirs = new RunRef(new OrgId(UUID.randomUUID()), session, UUID.randomUUID());
    ToolInvocation call =
        ToolInvocation.of(StepRef.of(theirs, 1).withCall(1), Map.of("path", "secret"));
    ToolInvocation seeing =
        call.with(all.of(theirs.orgId(), theirs.sessionId(), call.idempotencyKey()));
    assertThat(mine.tool("list_files").call(seeing).content()).contains("no such files");
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> mine.tool("read_file").call(seeing))
        .withMessageContaining("file_not_found");
  }

  @Test
  void saysWhenThereIsNoWorkspace() {
    ToolInvocation outside =
        ToolInvocation.tried(new OrgId(UUID.randomUUID()), null, "k", Map.of("path", "a"));
    assertThat(new FilesSkill().tools().getFirst().descriptor().timeout())
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> files.tool("read_file").call(outside))
        .withMessageContaining("workspace_unavailable");
  }

  @Test
  void refusesPathsThatLeadOut() {
    for (String path : List.of("../x", "/etc/passwd", "a/../../b", "a\\b", "a//b", ".")) {
      assertThatExceptionOfType(PerdureException.class)
          .as(path)
          .isThrownBy(() -> files.call("write_file", Map.of("path", path, "content", "")))
          .withMessageContaining("path_invalid");
    }
  }
}
