package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.core.net.OutboundRule;
import dev.perdure.core.net.OutboundRule.Action;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What requests of all organizations to the outside may reach.
 *
 * @param rules from {@code allow}, {@code block} and {@code internal}: each a list by commas of a
 *     host, a suffix {@code *.example.com} or a range, and behind a space the ports
 */
public record OutboundConfig(List<OutboundRule> rules) {

  public OutboundConfig {
    rules = List.copyOf(rules);
  }

  @JsonCreator
  static OutboundConfig of(
      @JsonProperty("allow") @Nullable String allow,
      @JsonProperty("block") @Nullable String block,
      @JsonProperty("internal") @Nullable String internal) {
    return new OutboundConfig(
        Stream.of(
                rules("outbound.allow", Action.ALLOW, allow),
                rules("outbound.block", Action.BLOCK, block),
                rules("outbound.internal", Action.INTERNAL, internal))
            .flatMap(rules -> rules)
            .toList());
  }

  private static Stream<OutboundRule> rules(String key, Action action, @Nullable String text) {
    return Stream.of(Defaults.text(text, "").split(",", -1))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .map(entry -> rule(key, action, entry));
  }

  private static OutboundRule rule(String key, Action action, String entry) {
    List<String> words = List.of(entry.split("\\s+", -1));
    try {
      List<Integer> ports = words.stream().skip(1).map(Integer::valueOf).toList();
      return new OutboundRule(action, words.getFirst(), ports);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          key + ": \"" + entry + "\" is no host, suffix or range with ports", e);
    }
  }
}
