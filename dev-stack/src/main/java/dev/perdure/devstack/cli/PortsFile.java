package dev.perdure.devstack.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keeps which ports the service was started on, for the commands that come later. */
final class PortsFile {

  private static final ObjectMapper JSON = new ObjectMapper();

  private PortsFile() {}

  static Optional<DevPorts> read(Workspace workspace) {
    Path file = file(workspace);
    try {
      return Files.isRegularFile(file)
          ? Optional.of(JSON.readValue(file.toFile(), DevPorts.class))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static void write(Workspace workspace, DevPorts ports) {
    try {
      PrivateFiles.write(file(workspace), JSON.writeValueAsString(ports));
    } catch (IOException e) {
      throw new DevStackException(
          "Can't write %s: %s".formatted(file(workspace), e.getMessage()), e);
    }
  }

  private static Path file(Workspace workspace) {
    return workspace.home().run().resolve("ports.json");
  }
}
