package dev.perdure.api.service;

import dev.perdure.api.body.ModelsBody;
import dev.perdure.core.model.ModelGateway;
import java.util.List;

/** What an agent can think with. */
public final class CatalogService {

  private final ModelGateway models;
  private final List<String> providers;

  /**
   * @param providers names of the configured model providers
   */
  public CatalogService(ModelGateway models, List<String> providers) {
    this.models = models;
    this.providers = List.copyOf(providers);
  }

  public ModelsBody models() {
    return new ModelsBody(models.defaultModel(), providers);
  }
}
