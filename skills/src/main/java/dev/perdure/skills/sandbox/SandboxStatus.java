package dev.perdure.skills.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.core.sandbox.Isolation;
import dev.perdure.core.sandbox.Language;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What code is run in on this machine, for operators.
 *
 * @param languages by language, the backend that runs it
 * @param weakest the weakest isolation among those; null when there is none
 * @param findings by backend that was looked at, what it works with or why it does not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SandboxStatus(
    @JsonProperty("languages") Map<Language, String> languages,
    @JsonProperty("isolation") @Nullable Isolation weakest,
    @JsonProperty("findings") Map<String, String> findings) {

  public SandboxStatus {
    languages = new TreeMap<>(languages);
    findings = Map.copyOf(findings);
  }

  /** Whether any code can be run. */
  public boolean works() {
    return !languages.isEmpty();
  }

  /** In one line. */
  public String summary() {
    return works() ? String.join(", ", languages.values().stream().distinct().toList()) : "none";
  }
}
