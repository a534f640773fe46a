package dev.perdure.api.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.config.ConfigurationProblems;
import dev.perdure.api.config.PerdureConfiguration;
import io.dropwizard.configuration.ConfigurationException;
import io.dropwizard.configuration.ConfigurationSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import jakarta.validation.Validator;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a configuration and refuses one that could not work, naming each key. */
public final class CheckedConfigurationFactory
    extends YamlConfigurationFactory<PerdureConfiguration> {

  public CheckedConfigurationFactory(
      Class<PerdureConfiguration> type,
      @Nullable Validator validator,
      ObjectMapper mapper,
      String prefix) {
    super(type, validator, mapper, prefix);
  }

  @Override
  public PerdureConfiguration build(ConfigurationSourceProvider provider, String path)
      throws IOException, ConfigurationException {
    PerdureConfiguration configuration = super.build(provider, path);
    List<String> problems = ConfigurationProblems.of(configuration);
    if (!problems.isEmpty()) {
      throw new UnusableConfigurationException(path, problems);
    }
    return configuration;
  }

  private static final class UnusableConfigurationException extends ConfigurationException {
    private static final long serialVersionUID = 1L;

    UnusableConfigurationException(String path, List<String> problems) {
      super(path, problems);
    }
  }
}
