package dev.perdure.devstack.supervise;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file a supervisor keeps its state in; only its owner may read it, since it holds passwords.
 */
public final class StateFile {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private final Path file;

  public StateFile(Path runFolder) {
    this.file = runFolder.resolve("state.json");
  }

  /** The last state written, if any. */
  public Optional<SupervisorState> read() {
    try {
      return Files.isRegularFile(file)
          ? Optional.of(JSON.readValue(file.toFile(), SupervisorState.class))
          : Optional.empty();
    } catch (JacksonException e) {
      // Written by another version: whoever runs now writes it anew.
      return Optional.empty();
    } catch (IOException e) {
      throw new DevStackException("Can't read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  void write(SupervisorState state) {
    try {
      PrivateFiles.write(file, JSON.writeValueAsString(state));
    } catch (IOException e) {
      throw new DevStackException("Can't write to %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
