package dev.perdure.core.model;

import dev.perdure.core.skill.Cancellation;

/**
 * A service that runs models, such as OpenAI. Those that are not built in are made by a {@link
 * ModelProviderFactory}.
 */
public interface ModelProvider {

  /** Its name in {@code provider/model}, in lower case. */
  String name();

  /**
   * Calls one of its models; see {@link ModelGateway#call}. The request's model is the bare name.
   */
  ModelReply call(ModelRequest request, ModelListener listener, Cancellation cancellation);
}
