package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The web console.
 *
 * @param path the folder of its files; a folder that is not there means no console
 */
public record ConsoleConfig(String path) {

  @JsonCreator
  static ConsoleConfig of(@JsonProperty("path") @Nullable String path) {
    return new ConsoleConfig(Defaults.text(path, "console"));
  }
}
