package dev.perdure.devstack.cli;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.PrivateFiles;
import dev.perdure.devstack.fetch.Sha256;
import dev.perdure.devstack.process.LogTail;
import dev.perdure.devstack.process.ManagedProcess;
import dev.perdure.devstack.process.ProcessSpec;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Brings the database up to date by the service's own command, unless this very build has done so:
 * on a warm start that saves a whole JVM.
 */
final class Migration {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final ServicePlan plan;
  private final Path marker;

  /**
   * @param marker a file beside the data that keeps which build has migrated them
   */
  Migration(ServicePlan plan, Path marker) {
    this.plan = plan;
    this.marker = marker;
  }

  boolean isDone() {
    try {
      return Files.isRegularFile(marker) && Files.readString(marker).equals(build());
    } catch (IOException e) {
      return false;
    }
  }

  void run() {
    ProcessSpec spec = plan.command(ServicePlan.MIGRATE, List.of());
    ManagedProcess process = ManagedProcess.start(spec);
    if (!process.awaitExit(LIMIT)) {
      process.killTree();
      throw new DevStackException("The migration did not end. See " + spec.log());
    }
    if (process.onExit().join() != 0) {
      throw new DevStackException(
          "The migration failed: %s. See %s".formatted(LogTail.lastLine(spec.log()), spec.log()));
    }
    try {
      PrivateFiles.write(marker, build());
    } catch (IOException e) {
      throw new DevStackException("Can't write %s: %s".formatted(marker, e.getMessage()), e);
    }
  }

  // The migrations are in the jar of the module store.
  private String build() throws IOException {
    StringBuilder builds = new StringBuilder();
    Path lib = plan.workspace().service().resolve("lib");
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib, "store-*.jar")) {
      for (Path jar : jars) {
        builds.append(Sha256.of(jar)).append('\n');
      }
    }
    return builds.toString();
  }
}
