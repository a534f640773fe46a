package dev.perdure.skills.builtin.files.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.workspace.Workspace;
import dev.perdure.skills.builtin.files.FileCalls;
import dev.perdure.testkit.workspace.MemoryWorkspaces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives, good and evil. */
@Timeout(120)
class ArchivesTest {

  private final FileCalls files = new FileCalls();

  @FunctionalInterface
  private interface Filling<T> {
    void fill(T archive) throws IOException;
  }

  private static byte[] zip(Filling<ZipArchiveOutputStream> filling) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      filling.fill(zip);
    }
    return bytes.toByteArray();
  }

  private static void add(ZipArchiveOutputStream zip, String name, String text) throws IOException {
    add(zip, name, text, _ -> {});
  }

  private static void add(
      ZipArchiveOutputStream zip, String name, String text, Consumer<ZipArchiveEntry> more)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    more.accept(entry);
    zip.putArchiveEntry(entry);
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeArchiveEntry();
  }

  private static byte[] tarGz(Filling<TarArchiveOutputStream> filling) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      filling.fill(tar);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, String text) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void special(TarArchiveOutputStream tar, String name, byte type)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName("/etc/passwd");
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private String refused(byte[] archive) {
    files.put("in.bin", archive);
    String told = files.fails("extract_archive", Map.of("path", "in.bin", "to", "out"));
    assertThat(told).contains("nothing was written");
    assertThat(files.paths()).containsExactly("in.bin");
    return told;
  }

  @ParameterizedTest
  @ValueSource(strings = {"all.zip", "all.tar.gz", "all.tgz"})
  void packsAndExtractsAgain(String name) {
    files.put("a.txt", "one");
    files.put("deep/ö/" + "n".repeat(150) + ".txt", "two");
    files.put("empty", "");
    assertThat(files.ok("create_archive", Map.of("to", name)))
        .startsWith("Packed 3 files, 6 bytes, into " + name + ": version 1");
    assertThat(files.ok("extract_archive", Map.of("path", name, "to", "back")))
        .startsWith("Extracted 3 files, 6 bytes, to back.\nback/a.txt: 3");
    assertThat(files.text("back/deep/ö/" + "n".repeat(150) + ".txt")).isEqualTo("two");
    assertThat(files.text("back/empty")).isEmpty();
  }

  @Test
  void packsWhatIsNamed() {
    files.put("a", "1");
    files.put("in/b", "2");
    files.put("c", "3");
    assertThat(files.ok("create_archive", Map.of("to", "x.zip", "paths", List.of("a", "in"))))
        .startsWith("Packed 2 files");
    files.ok("extract_archive", Map.of("path", "x.zip"));
    assertThat(files.paths()).contains("x/a", "x/in/b").doesNotContain("x/c");
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(
            () -> files.call("create_archive", Map.of("to", "y.zip", "paths", List.of("no"))))
        .withMessageContaining("file_not_found");
  }

  @Test
  void makesTheSameArchiveOfTheSameFiles() {
    files.put("a", "1");
    Map<String, Object> pack = Map.of("to", "x.tar.gz");
    files.ok("create_archive", pack);
    assertThat(files.tool("create_archive").call(files.again(pack)).content())
        .contains("version 1");
    assertThat(files.ok("create_archive", pack)).contains("version 1");
  }

  @Test
  void extractsOnceWhenTheWorkerDiesInBetween() throws IOException {
    files.put(
        "a.zip",
        zip(zip -> {
          add(zip, "x", "1");
          add(zip, "y", "2");
        }));
    Map<String, Object> extract = Map.of("path", "a.zip");
    files.ok("extract_archive", extract);
    assertThat(files.tool("extract_archive").call(files.again(extract)).error()).isFalse();
    assertThat(files.again(extract).workspace().find("a/x").orElseThrow().version()).isEqualTo(1);
    files.undo("extract_archive", extract);
    assertThat(files.paths()).containsExactly("a.zip");
  }

  @Test
  void beginsAnewWhereAWorkerStopped() throws IOException {
    files.put(
        "a.zip",
        zip(zip -> {
          add(zip, "x", "1");
          add(zip, "y", "2");
        }));
    Map<String, Object> extract = Map.of("path", "a.zip");
    ToolInvocation first = files.next(extract);
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() ->
            files.tool("extract_archive").call(first.with(failingAfterOneWrite(first.workspace()))))
        .withMessageContaining("files_unavailable");
    ToolInvocation second = files.again(extract);
    assertThat(second.workspace().list("a")).as("a failure leaves nothing").isEmpty();
    assertThat(files.tool("extract_archive").call(second).content())
        .startsWith("Extracted 2 files, 2 bytes, to a.");
    assertThat(second.workspace().list("a")).extracting(file -> file.version()).containsOnly(1);
  }

  @Test
  void extractsTheArchiveThatItFoundAlsoWhenThatHasOneOfItsName() throws IOException {
    files.put("a.zip", zip(zip -> add(zip, "a.zip", "inside")));
    Map<String, Object> extract = Map.of("path", "a.zip", "to", ".", "overwrite", true);
    files.ok("extract_archive", extract);
    assertThat(files.tool("extract_archive").call(files.again(extract)).content())
        .startsWith("Extracted 1 file");
    assertThat(files.text("a.zip")).isEqualTo("inside");
  }

  @Test
  void packsOnceWhenTheWorkerDiesAndFilesChangeMeanwhile() {
    files.put("x", "1");
    Map<String, Object> pack = Map.of("to", "a.zip", "paths", List.of("x"));
    files.ok("create_archive", pack);
    ToolInvocation again = files.again(pack);
    files.put("x", "2");
    assertThat(files.tool("create_archive").call(again).content())
        .startsWith("Packed into a.zip: version 1");
  }

  private static Workspace failingAfterOneWrite(Workspace workspace) {
    int[] writes = {0};
    return (Workspace)
        Proxy.newProxyInstance(
            Workspace.class.getClassLoader(),
            new Class<?>[] {Workspace.class},
            (_, method, arguments) -> {
              if (method.getName().equals("write") && ++writes[0] > 1) {
                throw PerdureException.toolRetryable("files_unavailable", "Away.", null, null);
              }
              return method.invoke(workspace, arguments);
            });
  }

  @Test
  void leavesNothingBehindWhenAFileIsInTheWay() throws IOException {
    files.put(
        "a.zip",
        zip(zip -> {
          add(zip, "x", "new");
          add(zip, "y", "new");
        }));
    files.put("a/y", "old");
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> files.call("extract_archive", Map.of("path", "a.zip")))
        .withMessageContaining("file_version_conflict");
    assertThat(files.paths()).containsExactly("a.zip", "a/y");
    assertThat(files.text("a/y")).isEqualTo("old");
    files.ok("extract_archive", Map.of("path", "a.zip", "overwrite", true));
    assertThat(files.text("a/y")).isEqualTo("new");
  }

  @Test
  void leavesNothingBehindWhenThereIsNoRoom() throws IOException {
    FileCalls small = new FileCalls(new MemoryWorkspaces(200_000));
    small.put(
        "a.zip",
        zip(zip -> {
          add(zip, "x", "x".repeat(100_000));
          add(zip, "y", "y".repeat(100_000));
        }));
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> small.call("extract_archive", Map.of("path", "a.zip")))
        .withMessageContaining("workspace_full");
    assertThat(small.paths()).containsExactly("a.zip");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../../x",
        "/etc/passwd",
        "C:/x",
        "c:x",
        "..\\x",
        "a\\b",
        "\\\\host\\x",
        "a//b",
        "a/./b",
        "..",
        "a/..",
        "a\u0000b",
        "a\nb",
        "a\u202Eb",
        "a\u200Bb"
      })
  void refusesNamesThatLeadOutOrHide(String name) throws IOException {
    if (!name.equals("a\\b")) { // in a zip made on Windows, that is a file b in a folder a
      assertThat(
              refused(
                  zip(zip -> {
                    add(zip, "fine", "1");
                    add(zip, name, "2");
                  })))
          .contains("\"");
    }
    if (name.indexOf(0) < 0) {
      refused(
          tarGz(tar -> {
            add(tar, "fine", "1");
            add(tar, name, "2");
          }));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "README.md, readme.md",
    "a/x, A/y",
    "ö, o\u0308",
    "ﬁle, file",
    "straße, STRASSE",
    "a, a",
    "a, a/b",
    "a/b, a"
  })
  void refusesNamesThatAreOneFileOnSomeSystems(String one, String other) throws IOException {
    refused(
        tarGz(tar -> {
          add(tar, one, "1");
          add(tar, other, "2");
        }));
  }

  @Test
  void refusesANameThatIsAFileThereButForItsCase() throws IOException {
    files.put("out/README", "mine");
    files.put("a.zip", zip(zip -> add(zip, "readme", "theirs")));
    assertThat(files.fails("extract_archive", Map.of("path", "a.zip", "to", "out")))
        .contains("differs from the file README by case");
  }

  @Test
  void leavesOutLinksAndDevices() throws IOException {
    files.put(
        "a.tar.gz",
        tarGz(tar -> {
          add(tar, "./fine", "1");
          special(tar, "soft", TarConstants.LF_SYMLINK);
          special(tar, "hard", TarConstants.LF_LINK);
          special(tar, "null", TarConstants.LF_CHR);
          special(tar, "disk", TarConstants.LF_BLK);
          special(tar, "pipe", TarConstants.LF_FIFO);
        }));
    assertThat(files.ok("extract_archive", Map.of("path", "a.tar.gz")))
        .startsWith("Extracted 1 file,")
        .contains("Left out, as links or devices: 5 (soft, hard, null, disk, pipe)");
    files.put(
        "b.zip",
        zip(zip -> {
          add(zip, "fine", "1");
          add(zip, "soft", "/etc/passwd", entry -> entry.setUnixMode(0120777));
          add(zip, "pipe", "", entry -> entry.setUnixMode(0010644));
        }));
    assertThat(files.ok("extract_archive", Map.of("path", "b.zip")))
        .contains("Left out, as links or devices: 2 (soft, pipe)");
    assertThat(files.paths()).containsExactly("a.tar.gz", "a/fine", "b.zip", "b/fine");
  }

  @Test
  void doesNotWriteThroughALinkOfTheArchive() throws IOException {
    files.put(
        "a.tar.gz",
        tarGz(tar -> {
          special(tar, "dir", TarConstants.LF_SYMLINK);
          add(tar, "dir/x", "1");
        }));
    files.ok("extract_archive", Map.of("path", "a.tar.gz"));
    assertThat(files.paths()).containsExactly("a.tar.gz", "a/dir/x");
  }

  @Test
  void saysThatAnArchiveIsEncrypted() throws IOException {
    byte[] zip = zip(out -> add(out, "x", "1"));
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 10 < zip.length; i++) {
      if (bytes.getInt(i) == 0x02014b50) {
        bytes.putShort(i + 8, (short) (bytes.getShort(i + 8) | 1));
      } else if (bytes.getInt(i) == 0x04034b50) {
        bytes.putShort(i + 6, (short) (bytes.getShort(i + 6) | 1));
      }
    }
    assertThat(refused(zip)).contains("encrypted");
  }

  @Test
  void refusesBombsByRatio() throws IOException {
    byte[] zeros = new byte[1024 * 1024];
    assertThat(
            refused(
                zip(zip -> {
                  zip.putArchiveEntry(new ZipArchiveEntry("zeros"));
                  for (int i = 0; i < 60; i++) {
                    zip.write(zeros);
                  }
                  zip.closeArchiveEntry();
                })))
        .contains("200 times");
    assertThat(
            refused(
                tarGz(tar -> {
                  TarArchiveEntry entry = new TarArchiveEntry("zeros");
                  entry.setSize(60L * zeros.length);
                  tar.putArchiveEntry(entry);
                  for (int i = 0; i < 60; i++) {
                    tar.write(zeros);
                  }
                  tar.closeArchiveEntry();
                })))
        .contains("200 times");
  }

  @Test
  void refusesTooManyFiles() throws IOException {
    assertThat(
            refused(
                zip(zip -> {
                  for (int i = 0; i < 5_001; i++) {
                    add(zip, "f" + i, "");
                  }
                })))
        .contains("more than 5000 files");
    assertThat(
            refused(
                tarGz(tar -> {
                  for (int i = 0; i < 5_001; i++) {
                    add(tar, "f" + i, "");
                  }
                })))
        .contains("more than 5000 files");
  }

  @Test
  void refusesMillionsOfHeadersBeforeItReadsThem() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(46).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(0x02014b50);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("PK".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 300_000; i++) {
      bytes.writeBytes(header.array());
    }
    assertThat(refused(bytes.toByteArray())).contains("more than 5000 files");
  }

  @Test
  void refusesATarWhoseNamesAreBombs() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      byte[] header = new byte[512];
      new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME)
          .writeEntryHeader(header);
      byte[] size = "00777777777".getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(size, 0, header, 124, size.length);
      checksum(header);
      gzip.write(header);
      byte[] name = "a".repeat(1024 * 1024).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 100; i++) {
        gzip.write(name);
      }
    }
    assertThat(refused(bytes.toByteArray())).contains("longer than files are");
  }

  private static void checksum(byte[] header) {
    Arrays.fill(header, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xFF;
    }
    byte[] text = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, header, 148, 8);
  }

  @Test
  void doesNotBelieveWhatHeadersSayOfSizes() throws IOException {
    byte[] zip = zip(out -> add(out, "x", "y".repeat(1_000)));
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i + 46 < zip.length; i++) {
      if (bytes.getInt(i) == 0x02014b50) {
        bytes.putInt(i + 24, 3); // says three bytes, holds a thousand
      }
    }
    files.put("a.zip", zip);
    String told = files.call("extract_archive", Map.of("path", "a.zip")).content();
    assertThat(told).containsAnyOf("1000 bytes", "3 bytes", "damaged");
  }

  @Test
  void doesNotFollowArchivesInside() throws IOException {
    byte[] inner = zip(zip -> add(zip, "../../x", "1"));
    files.put(
        "a.zip",
        zip(zip -> {
          zip.putArchiveEntry(new ZipArchiveEntry("inner.zip"));
          zip.write(inner);
          zip.closeArchiveEntry();
        }));
    files.ok("extract_archive", Map.of("path", "a.zip"));
    assertThat(files.paths()).containsExactly("a.zip", "a/inner.zip");
  }

  @Test
  void saysWhatIsNoArchive() throws IOException {
    assertThat(refused("just text".getBytes(StandardCharsets.UTF_8))).contains("neither zip");
    assertThat(refused(new byte[0])).contains("neither zip");
    assertThat(refused("PK and no more".getBytes(StandardCharsets.UTF_8))).contains("damaged");
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write("not a tar".getBytes(StandardCharsets.UTF_8));
    }
    refused(gzip.toByteArray());
    byte[] good = zip(zip -> add(zip, "x", "y".repeat(10_000)));
    refused(Arrays.copyOf(good, good.length / 2));
    byte[] tar = tarGz(out -> add(out, "x", "y".repeat(10_000)));
    refused(Arrays.copyOf(tar, tar.length / 2));
  }

  @Test
  void survivesNoise() throws IOException {
    byte[] zip =
        zip(out -> {
          add(out, "x", "y".repeat(500));
          add(out, "z/w", "v");
        });
    byte[] tar = tarGz(out -> add(out, "x", "y".repeat(500)));
    Random random = new Random(26);
    for (int i = 0; i < 400; i++) {
      byte[] noisy = (i % 2 == 0 ? zip : tar).clone();
      for (int j = 0; j <= i % 5; j++) {
        noisy[random.nextInt(noisy.length)] = (byte) random.nextInt();
      }
      FileCalls fresh = new FileCalls();
      fresh.put("a", noisy);
      var _ = fresh.call("extract_archive", Map.of("path", "a", "to", "out"));
      assertThat(fresh.paths()).allMatch(path -> path.equals("a") || path.startsWith("out/"));
    }
  }

  @Test
  void saysWhenThereIsNoSuchFile() {
    assertThat(files.fails("extract_archive", Map.of("path", "no.zip"))).contains("no such file");
  }
}
