package dev.perdure.activities;

import dev.perdure.core.model.ModelPrice;
import dev.perdure.core.model.PriceList;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/** One price for all models of the laboratory: 10 dollars for a million tokens. */
final class LabPrices implements PriceList {

  private static final ModelPrice TEN =
      new ModelPrice("lab", "*", 10_000_000, 10_000_000, 10_000_000, LocalDate.EPOCH);

  @Override
  public Optional<ModelPrice> price(OrgId orgId, String providerSlashModel, Instant at) {
    return providerSlashModel.startsWith("lab/") ? Optional.of(TEN) : Optional.empty();
  }
}
