package dev.perdure.skills.builtin.web;

import dev.perdure.core.search.SearchProvider;
import dev.perdure.core.skill.SecretNeed;
import dev.perdure.core.skill.SkillContext;
import dev.perdure.core.skill.SkillHealth;
import dev.perdure.skills.internal.Schema;
import dev.perdure.skills.internal.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The search providers there are, and the one an organization chose. */
final class Providers {

  private static final String PROVIDER = "provider";

  private final Map<String, SearchProvider> byName = new LinkedHashMap<>();

  /**
   * @throws IllegalArgumentException when two have one name, or a name is none
   */
  Providers(List<SearchProvider> providers) {
    for (SearchProvider provider : providers) {
      String name = provider.name();
      if (!name.matches("[a-z][a-z0-9_]{0,39}") || name.equals(PROVIDER)) {
        throw new IllegalArgumentException("\"" + name + "\" is no name for a search provider");
      }
      if (byName.putIfAbsent(name, provider) != null) {
        throw new IllegalArgumentException("there are two search providers " + name);
      }
    }
  }

  Collection<SearchProvider> all() {
    return byName.values();
  }

  /** The settings of each provider, under its name. */
  Map<String, Object> properties() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(
        PROVIDER,
        Schema.choice(
            "The service that searches. Without one, only pages are read.", byName.keySet()));
    byName.forEach((name, provider) -> {
      if (!provider.configSchema().isEmpty()) {
        properties.put(name, provider.configSchema());
      }
    });
    return properties;
  }

  /** What a provider needs to be set is required where it is the one chosen. */
  List<Map<String, Object>> conditions() {
    List<Map<String, Object>> conditions = new ArrayList<>();
    byName.forEach((name, provider) -> {
      if (provider.configSchema().get("required") instanceof List<?> needed && !needed.isEmpty()) {
        Map<String, Object> chosen =
            Map.of(
                "properties",
                Map.of(PROVIDER, Map.of("const", name)),
                "required",
                List.of(PROVIDER));
        conditions.add(Map.of("if", chosen, "then", Map.of("required", List.of(name))));
      }
    });
    return conditions;
  }

  /** What secrets they need; of one name there is one, for one provider is chosen. */
  List<SecretNeed> secrets() {
    Map<String, List<String>> uses = new LinkedHashMap<>();
    for (SearchProvider provider : byName.values()) {
      for (SecretNeed need : provider.secrets()) {
        uses.computeIfAbsent(need.name(), _ -> new ArrayList<>())
            .add(provider.title() + ": " + need.description());
      }
    }
    return uses.entrySet().stream()
        .map(use ->
            new SecretNeed(
                use.getKey(),
                "For the service that searches. " + String.join("; ", use.getValue()) + ".",
                false))
        .toList();
  }

  /** The one the organization chose; empty when none, or one that is no longer installed. */
  Optional<SearchProvider> chosen(SkillContext context) {
    return new Values(context.settings()).find(PROVIDER).map(byName::get);
  }

  /** The provider's part of the settings. */
  static SkillContext context(SearchProvider provider, SkillContext context) {
    return new ProviderContext(
        context, new Values(context.settings()).inside(provider.name()).values());
  }

  SkillHealth health(SkillContext context) {
    Optional<SearchProvider> chosen = chosen(context);
    if (chosen.isEmpty()) {
      return SkillHealth.notConfigured(
          "Choose a search service in the settings: "
              + String.join(", ", byName.keySet())
              + ". Until then web_search finds nothing; fetch_page works.");
    }
    String missing =
        chosen.get().secrets().stream()
            .filter(SecretNeed::required)
            .map(SecretNeed::name)
            .filter(name -> context.secret(name).isEmpty())
            .collect(Collectors.joining(", "));
    return missing.isEmpty()
        ? SkillHealth.OK
        : SkillHealth.notConfigured(
            chosen.get().title() + " needs a secret that is not set: " + missing + ".");
  }
}
