package dev.perdure.skills.custom;

import dev.perdure.core.skill.custom.BundleFile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody sent to make a skill of.
 *
 * @param name as the skill is to be called; null where the draft itself says it
 * @param settings what the kind wants to know, such as an address; never secrets
 * @param files the files of a bundle, or a document
 */
public record SkillDraft(
    @Nullable String name, Map<String, Object> settings, List<BundleFile> files) {
  public SkillDraft {
    files = List.copyOf(files);
  }
}
