package dev.perdure.store;

import dev.perdure.core.skill.custom.BundleFile;
import dev.perdure.core.skill.custom.SkillContent;
import dev.perdure.core.skill.custom.SkillDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Skills to keep. */
final class CustomSkillScene {

  private CustomSkillScene() {}

  static SkillContent content(String name) {
    return content(name, "skill_md", "Be kind.");
  }

  static SkillContent content(String name, String kind, String body) {
    return new SkillContent(
        kind,
        new SkillDefinition(
            name,
            "A skill",
            "Good for tests.",
            Map.of("body", body, "most", 7, "list", List.of("a", "b")),
            List.of(
                new BundleFile("SKILL.md", body.getBytes(StandardCharsets.UTF_8)),
                new BundleFile("assets/blob", new byte[] {0, (byte) 0xff, 10}))),
        "%064x".formatted(body.hashCode()),
        100);
  }
}
