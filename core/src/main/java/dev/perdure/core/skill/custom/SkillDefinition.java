package dev.perdure.core.skill.custom;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is kept of a skill: one version of it.
 *
 * @param name unique in the organization
 * @param definition what its kind made of the draft, as JSON: checked, complete, without secrets
 * @param files the files of a bundle
 */
public record SkillDefinition(
    String name,
    String title,
    String description,
    Map<String, Object> definition,
    List<BundleFile> files) {
  public SkillDefinition {
    definition = Collections.unmodifiableMap(new LinkedHashMap<>(definition));
    files = List.copyOf(files);
  }
}
