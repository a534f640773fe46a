package dev.perdure.core.model;

import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.Optional;

/** Knows what models cost. */
public interface PriceList {

  /**
   * The price that holds for an organization at a time; empty if nobody told it. A call without a
   * price counts as free of charge, and whoever counts says so.
   *
   * @param providerSlashModel {@code provider/model}; only the first slash counts
   */
  Optional<ModelPrice> price(OrgId orgId, String providerSlashModel, Instant at);
}
