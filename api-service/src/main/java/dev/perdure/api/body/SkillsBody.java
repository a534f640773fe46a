package dev.perdure.api.body;

import java.util.List;

/** The skills an organization can use. */
public record SkillsBody(List<SkillBody> items) {
  public SkillsBody {
    items = List.copyOf(items);
  }
}
