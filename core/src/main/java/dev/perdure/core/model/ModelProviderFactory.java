package dev.perdure.core.model;

import java.util.Optional;

/**
 * SPI: makes a provider that is not built in. Implementations have a constructor without arguments
 * and are found by {@link java.util.ServiceLoader}.
 */
public interface ModelProviderFactory {

  /** The provider's name, in lower case: the part before the slash in {@code provider/model}. */
  String name();

  /**
   * The provider as it is set up; empty if it is not, such as when its key is missing.
   *
   * @throws IllegalArgumentException naming the setting that can't work; the process does not start
   */
  Optional<ModelProvider> create(ModelSettings settings);
}
