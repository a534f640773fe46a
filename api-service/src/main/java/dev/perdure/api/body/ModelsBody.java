package dev.perdure.api.body;

import java.util.List;

/**
 * Which models can be named.
 *
 * @param defaultModel the one agents get that name none
 * @param providers what may stand before the slash
 */
public record ModelsBody(String defaultModel, List<String> providers) {
  public ModelsBody {
    providers = List.copyOf(providers);
  }
}
