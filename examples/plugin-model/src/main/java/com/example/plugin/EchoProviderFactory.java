package com.example.plugin;

import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelProviderFactory;
import dev.perdure.core.model.ModelSettings;
import java.util.Optional;

/** Makes the provider {@code echo}, which needs no key. */
public final class EchoProviderFactory implements ModelProviderFactory {

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Optional<ModelProvider> create(ModelSettings settings) {
    return Optional.of(new EchoProvider(settings.get("ECHO_PREFIX").orElse("You said:")));
  }
}
