package dev.perdure.skills.custom;

import static dev.perdure.skills.custom.Flawed.flaws;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.Flaw;
import dev.perdure.core.skill.custom.BundleFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;

class BundleZipTest {

  @Test
  void takesOutFilesAndLeavesOutWhatArchiversAdd() throws IOException {
    byte[] zip =
        new Archive()
            .folder("my-skill/")
            .file("my-skill/SKILL.md", "text")
            .file("my-skill/.DS_Store", "x")
            .file("__MACOSX/my-skill/._SKILL.md", "x")
            .bytes();
    List<BundleFile> files = BundleZip.read(zip);
    assertThat(files).extracting(BundleFile::path).containsExactly("my-skill/SKILL.md");
    assertThat(files.getFirst().content()).asString(StandardCharsets.UTF_8).isEqualTo("text");
  }

  @Test
  void refusesWhatIsNoArchive() {
    assertThat(flaws(() -> BundleZip.read("PK? No.".getBytes(StandardCharsets.UTF_8))))
        .extracting(Flaw::file)
        .containsExactly("(archive)");
    assertThat(flaws(() -> BundleZip.read(new byte[0]))).hasSize(1);
  }

  @Test
  void refusesAnArchiveThatWasCutOrTamperedWith() throws IOException {
    byte[] zip = new Archive().file("SKILL.md", "text".repeat(1_000)).bytes();
    flaws(() -> BundleZip.read(Arrays.copyOf(zip, zip.length / 2)));
    byte[] tampered = zip.clone();
    Arrays.fill(tampered, 40, 60, (byte) 0x7f);
    assertThat(flaws(() -> BundleZip.read(tampered)))
        .extracting(Flaw::message)
        .allMatch(message -> message.contains("Pack the bundle anew"));
  }

  @Test
  void unpacksNoMoreOfABombThanABundleMayHave() throws IOException {
    byte[] bomb = new Archive().file("SKILL.md", "a".repeat(300_000_000)).bytes();
    assertThat(bomb).hasSizeLessThan(400_000);
    assertThat(flaws(() -> BundleZip.read(bomb)))
        .extracting(Flaw::message)
        .containsExactly(BundleChecks.tooLarge());
  }

  @Test
  void manySmallFilesAreNoWayAroundTheBound() throws IOException {
    Archive archive = new Archive();
    for (int i = 0; i < 30; i++) {
      archive.file("part-" + i, "a".repeat(1_000_000));
    }
    byte[] zip = archive.bytes();
    assertThat(flaws(() -> BundleZip.read(zip)))
        .extracting(Flaw::message)
        .containsExactly(BundleChecks.tooLarge());
  }

  @Test
  void refusesMoreEntriesThanAnybodyNeeds() throws IOException {
    Archive archive = new Archive();
    for (int i = 0; i < 2_500; i++) {
      archive.folder("folder-" + i + "/");
    }
    byte[] zip = archive.bytes();
    assertThat(flaws(() -> BundleZip.read(zip)).getFirst().message()).contains("2000 entries");
  }

  @Test
  void refusesLinksAndDevices() throws IOException {
    byte[] zip =
        new Archive()
            .file("SKILL.md", "text")
            .special("references/passwd", 0120777, "/etc/passwd")
            .special("references/null", 020666, "")
            .bytes();
    assertThat(flaws(() -> BundleZip.read(zip)))
        .extracting(Flaw::file)
        .containsExactly("references/passwd", "references/null");
  }

  @Test
  void refusesNamesThatLeadOutOrAreOneOnSomeSystems() throws IOException {
    byte[] zip =
        new Archive()
            .file("SKILL.md", "text")
            .file("../evil", "x")
            .file("/etc/passwd", "x")
            .file("skill.MD", "x")
            .file("scripts/\u00e9.py", "x")
            .file("scripts/e\u0301.py", "x")
            .file("SKILL.md/inner", "x")
            .bytes();
    assertThat(flaws(() -> BundleZip.read(zip)))
        .extracting(Flaw::file)
        .containsExactly(
            "../evil", "/etc/passwd", "skill.MD", "scripts/e\u0301.py", "SKILL.md/inner");
    byte[] twice =
        new String(
                new Archive().file("one", "x").file("two", "x").bytes(),
                StandardCharsets.ISO_8859_1)
            .replace("two", "one")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(flaws(() -> BundleZip.read(twice)).getFirst().message()).contains("twice");
  }

  /** An archive in the making. */
  private static final class Archive {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out);

    Archive file(String path, String content) throws IOException {
      return special(path, 0100644, content);
    }

    Archive folder(String path) throws IOException {
      zip.putArchiveEntry(new ZipArchiveEntry(path));
      zip.closeArchiveEntry();
      return this;
    }

    Archive special(String path, int mode, String content) throws IOException {
      ZipArchiveEntry entry = new ZipArchiveEntry(path);
      entry.setUnixMode(mode);
      zip.putArchiveEntry(entry);
      zip.write(content.getBytes(StandardCharsets.UTF_8));
      zip.closeArchiveEntry();
      return this;
    }

    byte[] bytes() throws IOException {
      zip.close();
      return out.toByteArray();
    }
  }
}
