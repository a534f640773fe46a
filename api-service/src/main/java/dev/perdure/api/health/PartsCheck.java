package dev.perdure.api.health;

import com.codahale.metrics.health.HealthCheck;

/** The readiness report as Dropwizard's own health page shows it. */
public final class PartsCheck extends HealthCheck {

  private final Readiness readiness;

  public PartsCheck(Readiness readiness) {
    this.readiness = readiness;
  }

  @Override
  protected Result check() {
    ReadinessReport report = readiness.report();
    return report.isReady()
        ? Result.healthy(report.status())
        : Result.unhealthy(report.parts().toString());
  }
}
