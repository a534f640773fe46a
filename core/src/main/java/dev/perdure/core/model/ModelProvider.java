package dev.perdure.core.model;

import dev.perdure.core.skill.Cancellation;

/** SPI: a service that runs models, such as OpenAI. The part before the slash of a model name. */
public interface ModelProvider {

  /** Its name in {@code provider/model}, in lower case. */
  String name();

  /**
   * Calls one of its models; see {@link ModelGateway#call}. The request's model is the bare name.
   */
  ModelReply call(ModelRequest request, ModelListener listener, Cancellation cancellation);
}
