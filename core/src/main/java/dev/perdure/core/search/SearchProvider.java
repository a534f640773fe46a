package dev.perdure.core.search;

import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.SkillContext;
import java.util.List;
import java.util.Map;

/**
 * SPI: a service that searches the web. Implementations keep no state of an organization, have a
 * constructor without arguments, and are found by {@link java.util.ServiceLoader}.
 */
public interface SearchProvider {

  /** Its name in the settings of {@code web_search}: lower case letters, digits, underscores. */
  String name();

  /** Its name for people. */
  String title();

  /** JSON Schema of its settings, an object; empty when it has none. */
  default Map<String, Object> configSchema() {
    return Map.of();
  }

  /** The secrets it works with; most have one, {@code api_key}. */
  default List<SecretNeed> secrets() {
    return List.of();
  }

  /**
   * Searches, and waits for the answer.
   *
   * @param context the organization's secrets, its way to the outside, which is the only one, and
   *     its settings for this provider, valid against {@link #configSchema}
   * @return the best first; at most as many as wanted are used
   * @throws dev.perdure.core.error.PerdureException with {@code ToolFailed}: not retryable for what
   *     only people can put right, such as a wrong key; retryable for what passes
   */
  List<SearchResult> search(SearchQuery query, SkillContext context);
}
