package dev.perdure.core.quota;

import java.util.HashMap;
import java.util.Map;

/** Named sets of limits. An organization has one, and may be given something else in parts. */
public record Plans(Map<String, Limits> byName) {

  /** The plan of an organization that was given no other. */
  public static final String STANDARD = "standard";

  /** The plan for a machine of one's own. */
  public static final String DEVELOPMENT = "development";

  public Plans {
    byName = Map.copyOf(byName);
    if (!byName.containsKey(STANDARD)) {
      throw new IllegalArgumentException("the plan standard is missing");
    }
  }

  /** Those that are there without configuration. */
  public static Plans builtIn() {
    return new Plans(Map.of(STANDARD, Limits.STANDARD, DEVELOPMENT, Limits.DEVELOPMENT));
  }

  /** The same with others, or the same named otherwise. */
  public Plans with(Map<String, LimitsOverride> more) {
    Map<String, Limits> all = new HashMap<>(byName);
    more.forEach((name, said) -> all.put(name, said.over(byName.getOrDefault(name, standard()))));
    return new Plans(all);
  }

  /**
   * The same, where organizations that were given no plan have that one.
   *
   * @throws IllegalArgumentException when there is no such plan
   */
  public Plans withStandard(String name) {
    Limits limits = byName.get(name);
    if (limits == null) {
      throw new IllegalArgumentException("there is no plan " + name);
    }
    Map<String, Limits> all = new HashMap<>(byName);
    all.put(STANDARD, limits);
    return new Plans(all);
  }

  /** The limits of a plan; of one that is gone from the configuration, those of the standard. */
  public Limits of(String name) {
    return byName.getOrDefault(name, standard());
  }

  private Limits standard() {
    return java.util.Objects.requireNonNull(byName.get(STANDARD));
  }
}
