package dev.perdure.api.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.QuotaStore;
import dev.perdure.core.quota.Limits;
import dev.perdure.core.quota.Quotas;
import dev.perdure.core.tenant.OrgId;
import java.time.Duration;

/**
 * The limits of organizations, remembered for a moment. Without a database those that were known
 * last go on.
 */
public final class OrgLimits {

  /** How long a change may take to be heard. */
  public static final Duration FRESH = Duration.ofSeconds(2);

  private static final int REMEMBERED = 10_000;

  private final QuotaStore quotas;
  private final Limits otherwise;
  private final Cache<OrgId, Limits> fresh =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(FRESH).build();
  private final Cache<OrgId, Limits> last =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterWrite(Duration.ofHours(1)).build();

  /**
   * @param otherwise what an organization has of which nothing is known while the database is away
   */
  public OrgLimits(QuotaStore quotas, Limits otherwise) {
    this.quotas = quotas;
    this.otherwise = otherwise;
  }

  /** What an organization may ask for. */
  public Limits of(OrgId orgId) {
    Limits known = fresh.getIfPresent(orgId);
    return known == null ? read(orgId) : known;
  }

  private Limits read(OrgId orgId) {
    Limits limits;
    try {
      limits = quotas.find(orgId).map(Quotas::limits).orElse(otherwise);
    } catch (PerdureException e) {
      if (!e.error().retryable()) {
        throw e;
      }
      Limits before = last.getIfPresent(orgId);
      limits = before == null ? otherwise : before;
    }
    fresh.put(orgId, limits);
    last.put(orgId, limits);
    return limits;
  }
}
