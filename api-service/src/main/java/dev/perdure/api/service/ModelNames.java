package dev.perdure.api.service;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelGateway;
import dev.perdure.core.tenant.OrgId;

/** Refuses models that nobody provides, naming the field. */
public final class ModelNames {

  private final ModelGateway models;

  public ModelNames(ModelGateway models) {
    this.models = models;
  }

  void check(OrgId orgId, String model, String field) {
    try {
      models.check(orgId, model);
    } catch (PerdureException e) {
      if (e.error() instanceof PerdureError.Invalid invalid) {
        throw PerdureException.invalid(invalid.code(), invalid.message(), field);
      }
      throw e;
    }
  }
}
