package dev.perdure.e2e.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An agent to be made. */
public record AgentSpec(
    String name, String instructions, String model, List<String> skills, int maxSteps) {

  public AgentSpec {
    skills = List.copyOf(skills);
  }

  /** The body of the request that makes it. */
  public Map<String, Object> body() {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("instructions", instructions);
    config.put("model", model);
    config.put("skills", skills);
    config.put("max_steps", maxSteps);
    return Map.of("name", name, "config", config);
  }
}
