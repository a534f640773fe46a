package dev.perdure.devstack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The API key of the development organization, kept where only its owner can read it. */
final class DevelopmentKey {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  DevelopmentKey(Workspace workspace) {
    this.file = workspace.developmentKey();
  }

  Optional<String> read() {
    try {
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      String key = JSON.readTree(file.toFile()).path("api_key").asText();
      return key.isEmpty() ? Optional.empty() : Optional.of(key);
    } catch (IOException e) {
      throw new DevStackException("Can't read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Keeps what the service printed when it made the organization. */
  String keep(String provisioned) {
    try {
      JsonNode answer = JSON.readTree(provisioned);
      String key = answer.path("api_key").asText();
      if (key.isEmpty()) {
        throw new DevStackException("The service made no API key for the organization.");
      }
      PrivateFiles.write(file, answer.toPrettyString() + "\n");
      return key;
    } catch (IOException e) {
      throw new DevStackException("Can't keep the API key: " + e.getMessage(), e);
    }
  }
}
