package dev.perdure.e2e.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An agent to be made.
 *
 * @param more fields of its configuration besides
 */
public record AgentSpec(
    String name,
    String instructions,
    String model,
    List<String> skills,
    int maxSteps,
    Map<String, Object> more) {

  public AgentSpec {
    skills = List.copyOf(skills);
    more = Map.copyOf(more);
  }

  public AgentSpec(
      String name, String instructions, String model, List<String> skills, int maxSteps) {
    this(name, instructions, model, skills, maxSteps, Map.of());
  }

  /** The same agent with more in its configuration. */
  public AgentSpec with(Map<String, Object> fields) {
    return new AgentSpec(name, instructions, model, skills, maxSteps, fields);
  }

  /** The body of the request that makes it. */
  public Map<String, Object> body() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("instructions", instructions);
    config.put("model", model);
    config.put("skills", skills);
    config.put("max_steps", maxSteps);
    config.putAll(more);
    return Map.of("name", name, "config", config);
  }
}
