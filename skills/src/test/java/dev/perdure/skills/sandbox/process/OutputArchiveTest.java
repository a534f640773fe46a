package dev.perdure.skills.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxFile;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.sandbox.Backends;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives as nobody's tar would make them. */
class OutputArchiveTest {

  private static final SandboxJob JOB =
      SandboxJob.of(new OrgId(UUID.randomUUID()), Language.PYTHON, "", SandboxLimits.DEFAULT);

  @TempDir private Path folder;
  private final Backends.Kept kept = new Backends.Kept();

  @FunctionalInterface
  private interface Content {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  private Path archive(Content content) throws IOException {
    Path archive = folder.resolve("out.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      content.write(tar);
    }
    return archive;
  }

  private static void file(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static void special(TarArchiveOutputStream tar, String name, byte kind)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
    entry.setLinkName("/etc/passwd");
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escaped",
        "./../escaped",
        "/etc/cron.d/x",
        "a/../../x",
        "./a/./b",
        "a//b",
        "..",
        "a/.."
      })
  void leavesPathsThatLeadElsewhere(String path) throws IOException {
    Path archive = archive(tar -> file(tar, path, "evil"));
    List<String> left = OutputArchive.read(archive, JOB, kept);
    assertThat(kept.files()).isEmpty();
    assertThat(left.size()).isLessThanOrEqualTo(1);
  }

  @Test
  void takesPlainFilesOnly() throws IOException {
    Path archive =
        archive(tar -> {
          special(tar, "link", TarConstants.LF_SYMLINK);
          special(tar, "hard", TarConstants.LF_LINK);
          special(tar, "pipe", TarConstants.LF_FIFO);
          special(tar, "char", TarConstants.LF_CHR);
          special(tar, "block", TarConstants.LF_BLK);
          file(tar, "./good.txt", "good");
        });
    List<String> left = OutputArchive.read(archive, JOB, kept);
    assertThat(kept.files()).containsOnlyKeys("good.txt");
    assertThat(left).hasSize(5).allMatch(line -> line.contains("not a plain file"));
  }

  @Test
  void takesNoMoreThanTheLimits() throws IOException {
    SandboxLimits usual = SandboxLimits.DEFAULT;
    SandboxLimits small =
        new SandboxLimits(
            usual.cpuTime(),
            usual.wallTime(),
            usual.memoryBytes(),
            usual.processes(),
            usual.outputBytes(),
            5000,
            12_000,
            16,
            usual.openFiles());
    SandboxJob job = SandboxJob.of(JOB.orgId(), Language.PYTHON, "", small);
    Path archive =
        archive(tar -> {
          file(tar, "large", "x".repeat(5001));
          file(tar, "one", "x".repeat(5000));
          file(tar, "two", "x".repeat(5000));
          file(tar, "three", "x".repeat(5000));
          for (int i = 0; i < 20; i++) {
            file(tar, "small" + i, "x");
          }
        });
    List<String> left = OutputArchive.read(archive, job, kept);
    assertThat(kept.files()).hasSize(16).containsKeys("one", "two").doesNotContainKey("three");
    assertThat(left).anyMatch(line -> line.startsWith("large (too large"));
    assertThat(left).anyMatch(line -> line.contains("too many files"));
  }

  @Test
  void leavesFilesThatWereNotChanged() throws IOException {
    SandboxJob job =
        JOB.with(
            List.of(
                SandboxFile.of("same", new byte[3]),
                SandboxFile.of("touched", new byte[3]),
                SandboxFile.of("longer", new byte[2])));
    Date then = Date.from(InputArchive.UNCHANGED);
    Path archive =
        archive(tar -> {
          for (String name : List.of("same", "longer", "new")) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(3);
            entry.setModTime(then);
            tar.putArchiveEntry(entry);
            tar.write(new byte[3]);
            tar.closeArchiveEntry();
          }
          file(tar, "touched", "abc");
        });
    OutputArchive.read(archive, job, kept);
    assertThat(kept.files()).containsOnlyKeys("longer", "new", "touched");
  }

  @Test
  void goesOnWithWhatThereIsOfAnArchiveThatBreaksOff() throws IOException {
    Path archive =
        archive(tar -> {
          file(tar, "first", "x");
          file(tar, "second", "x".repeat(100_000));
          file(tar, "third", "x");
        });
    byte[] bytes = Files.readAllBytes(archive);
    for (int length : List.of(1024, 1500, 2048, 60_000)) {
      kept.files().clear();
      Files.write(archive, Arrays.copyOf(bytes, length));
      List<String> left = OutputArchive.read(archive, JOB, kept);
      assertThat(kept.files().keySet()).isSubsetOf("first");
      assertThat(left.size()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void isNotMovedByRubbish() throws IOException {
    Path archive = folder.resolve("rubbish");
    byte[] rubbish = new byte[20_000];
    new Random(7).nextBytes(rubbish);
    Files.write(archive, rubbish);
    OutputArchive.read(archive, JOB, kept);
    assertThat(kept.files()).isEmpty();
    Files.write(archive, new byte[0]);
    assertThat(OutputArchive.read(archive, JOB, kept)).isEmpty();
  }

  @Test
  void namesNoControlCharactersInWhatItLeaves() throws IOException {
    Path archive = archive(tar -> special(tar, "a\u001b[2Jb\nc", TarConstants.LF_SYMLINK));
    assertThat(OutputArchive.read(archive, JOB, kept))
        .allMatch(line -> !line.matches(".*\\p{Cntrl}.*"));
  }
}
