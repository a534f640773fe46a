package dev.perdure.api.service;

import dev.perdure.api.body.SkillDraftFile;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.skills.custom.BundleZip;
import dev.perdure.skills.custom.SkillDraft;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads drafts of skills as they are sent. */
final class SkillDrafts {

  private static final int MOST_FILES = 1_000;

  private SkillDrafts() {}

  static SkillDraft of(
      @Nullable String name,
      @Nullable Map<String, Object> settings,
      @Nullable List<@Nullable SkillDraftFile> files,
      @Nullable String archive) {
    if (files != null && archive != null) {
      throw Checks.invalid("/archive", "can't be there beside files");
    }
    return new SkillDraft(
        name,
        settings == null ? Map.of() : settings,
        archive == null
            ? files(files == null ? List.of() : files)
            : BundleZip.read(decoded(archive, "/archive")));
  }

  private static List<BundleFile> files(List<@Nullable SkillDraftFile> given) {
    if (given.size() > MOST_FILES) {
      throw Checks.invalid("/files", "may have 1,000 entries at most");
    }
    List<BundleFile> files = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      String field = "/files/" + i;
      SkillDraftFile file = Checks.required(given.get(i), field);
      String path = Checks.required(file.path(), field + "/path");
      files.add(new BundleFile(path, content(file, field)));
    }
    return files;
  }

  private static byte[] content(SkillDraftFile file, String field) {
    String text = file.text();
    String base64 = file.base64();
    if ((text == null) == (base64 == null)) {
      throw Checks.invalid(field, "must have either text or base64");
    }
    return text == null
        ? decoded(Checks.required(base64, field), field + "/base64")
        : text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] decoded(String base64, String field) {
    try {
      return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      throw new PerdureException(
          PerdureException.invalid("invalid_field", "The field " + field + " is not Base64.", field)
              .error(),
          e);
    }
  }
}
