package dev.perdure.core.model;

import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;

/** Calls the model that a request names, whoever provides it. */
public interface ModelGateway {

  /**
   * Calls the model and waits for the whole reply; meant for virtual threads.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code ModelFailed}, retryable or not, or
   *     with {@code Cancelled} soon after {@code cancellation} was requested
   */
  ModelReply call(ModelRequest request, ModelListener listener, Cancellation cancellation);

  /**
   * Whether a {@code provider/model} name can be resolved by this configuration.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code Invalid} saying what is wrong and
   *     which providers there are
   */
  void check(String model);

  /**
   * The same for an organization, which may have keys of its own at providers.
   *
   * @throws dev.perdure.core.error.PerdureException with {@code Invalid}
   */
  default void check(OrgId orgId, String model) {
    check(model);
  }

  /** The {@code provider/model} used where nobody chose one. */
  String defaultModel();
}
