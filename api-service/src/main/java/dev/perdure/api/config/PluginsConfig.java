package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Plug-ins.
 *
 * @param path the folder of their jars; a folder that is not there means none
 */
public record PluginsConfig(Path path) {

  @JsonCreator
  static PluginsConfig of(@JsonProperty("path") @Nullable String path) {
    return new PluginsConfig(Path.of(Defaults.text(path, "plugins")));
  }
}
