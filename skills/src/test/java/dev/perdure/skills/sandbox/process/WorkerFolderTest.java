package dev.perdure.skills.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is removed of what lies in a folder for all, and what is left alone. */
class WorkerFolderTest {

  private static final String PREFIX = "work-";

  @TempDir private Path parent;

  @Test
  void removesWhatAWorkerLeftThatDied() throws IOException {
    Path left = planted("left", Duration.ofHours(1));
    Path young = planted("young", Duration.ZERO);
    try (WorkerFolder living = WorkerFolder.open(parent, PREFIX);
        WorkerFolder next = WorkerFolder.open(parent, PREFIX)) {
      assertThat(left).doesNotExist();
      assertThat(young).exists();
      assertThat(living.path()).exists();
      assertThat(next.path()).exists();
    }
    assertThat(parent).isDirectoryNotContaining(path -> !path.equals(young));
  }

  @Test
  void followsNoLinkThatLiesThere() throws IOException {
    Path precious = Files.createDirectory(parent.resolve("precious"));
    Files.writeString(precious.resolve("lock"), "");
    old(precious.resolve("lock"));
    Files.createSymbolicLink(parent.resolve(PREFIX + "link"), precious);
    Path own = planted("links", Duration.ofHours(1));
    Files.createSymbolicLink(own.resolve("job"), precious);
    Path lockless = Files.createDirectory(parent.resolve(PREFIX + "lockless"));
    Files.createSymbolicLink(lockless.resolve("lock"), parent.resolve("made"));
    WorkerFolder.open(parent, PREFIX).close();
    assertThat(precious.resolve("lock")).exists();
    assertThat(own).doesNotExist();
    assertThat(parent.resolve("made")).doesNotExist();
  }

  @Test
  void touchesNothingThatOthersMade() throws IOException {
    Path open = planted("open", Duration.ofHours(1));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    WorkerFolder.open(parent, PREFIX).close();
    assertThat(open).exists();

    assumeTrue(Integer.valueOf(0).equals(Files.getAttribute(parent, "unix:uid")), "not root");
    Path another = planted("another", Duration.ofHours(1));
    Files.setAttribute(another, "unix:uid", 65_534);
    WorkerFolder.open(parent, PREFIX).close();
    assertThat(another).exists();
  }

  private Path planted(String name, Duration age) throws IOException {
    Path folder = Files.createDirectory(parent.resolve(PREFIX + name));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    Path lock = Files.writeString(folder.resolve("lock"), "");
    Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(age)));
    return folder;
  }

  private static void old(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }
}
