package dev.perdure.devstack.cli;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The development organization, kept in a file that only its owner may read.
 *
 * @param apiKey its API key
 * @param agentId its agent "demo"
 * @param model the model that {@code ./perdure up} gave the agent
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Development(
    @JsonProperty("api_key") String apiKey,
    @JsonProperty("agent_id") String agentId,
    @JsonProperty("model") String model) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static Optional<Development> read(Workspace workspace) {
    Path file = workspace.developmentFile();
    try {
      return Files.isRegularFile(file)
          ? Optional.of(JSON.readValue(file.toFile(), Development.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new DevStackException(
          "Can't read %s: %s. Delete it, and ./perdure up makes a new key."
              .formatted(file, e.getMessage()),
          e);
    }
  }

  Development withModel(String other) {
    return new Development(apiKey, agentId, other);
  }

  Development keep(Workspace workspace) {
    try {
      String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
      PrivateFiles.write(workspace.developmentFile(), json + "\n");
      return this;
    } catch (IOException e) {
      throw new DevStackException("Can't keep the API key: " + e.getMessage(), e);
    }
  }
}
