package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.core.quota.LimitsOverride;
import dev.perdure.core.quota.Plans;
import dev.perdure.core.quota.Rate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits of requests, and the plans that organizations can have.
 *
 * @param plans by name; among them what stands for an organization that was given none
 * @param localShare the part of each rate that one server grants while Redis is away
 * @param address requests from one address by nobody who is known
 */
public record LimitsConfig(Plans plans, double localShare, Rate address) {

  private static final double HALF = 0.5;

  @JsonCreator
  static LimitsConfig of(
      @JsonProperty("plan") @Nullable String plan,
      @JsonProperty("plans") @Nullable Map<String, LimitsOverride> plans,
      @JsonProperty("localShare") @Nullable Double localShare,
      @JsonProperty("addressPerSecond") @Nullable Integer addressPerSecond,
      @JsonProperty("addressBurst") @Nullable Integer addressBurst) {
    Plans all = Plans.builtIn().with(plans == null ? Map.of() : plans);
    double share = Defaults.or(localShare, HALF);
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("limits.localShare must be more than 0, and 1 at most");
    }
    return new LimitsConfig(
        standard(all, Defaults.text(plan, Plans.STANDARD)),
        share,
        address(Defaults.or(addressPerSecond, 2), Defaults.or(addressBurst, 100)));
  }

  private static Plans standard(Plans all, String plan) {
    try {
      return all.withStandard(plan);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("limits.plan: " + e.getMessage(), e);
    }
  }

  private static Rate address(int perSecond, int burst) {
    try {
      return new Rate(perSecond, burst);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "limits.addressPerSecond, limits.addressBurst: " + e.getMessage(), e);
    }
  }
}
