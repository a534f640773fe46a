package dev.perdure.skills.builtin.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.port.Secrets;
import dev.perdure.core.port.SkillSettingsStore;
import dev.perdure.core.skill.ArgumentCheck;
import dev.perdure.core.skill.Effect;
import dev.perdure.skills.DefaultSkillRegistry;
import dev.perdure.skills.StrictJsonSchemas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the skill looks to the registry. */
class DataQuerySkillTest {

  @TempDir Path root;

  @Test
  void argumentsAreHeldAgainstItsSchemas() throws IOException {
    try (Scene scene = Scene.in(root.resolve("queries"))) {
      DefaultSkillRegistry registry =
          new DefaultSkillRegistry(
              List.of(scene.skill()), List.of(), SkillSettingsStore.none(), Secrets.none());
      assertThat(fits(registry, scene, "query_files", "{\"sql\": \"SELECT 1\"}")).isTrue();
      assertThat(fits(registry, scene, "query_files", "{\"sql\": \"\"}")).isFalse();
      assertThat(
              fits(
                  registry,
                  scene,
                  "query_files",
                  "{\"sql\": \"SELECT 1\", \"chart\": {\"type\": \"bar\", \"x\": \"a\", \"y\": []}}"))
          .isFalse();
      assertThat(
              fits(registry, scene, "save_query", "{\"sql\": \"SELECT 1\", \"path\": \"a.exe\"}"))
          .isFalse();
      assertThat(fits(registry, scene, "query_database", "{\"sql\": \"SELECT 1\"}")).isFalse();
      assertThat(fits(registry, scene, "describe_database", "{\"connection\": \"a\"}")).isTrue();
    }
  }

  private static boolean fits(
      DefaultSkillRegistry registry, Scene scene, String tool, String arguments) {
    return registry.check(scene.tool(tool), arguments) instanceof ArgumentCheck.Valid;
  }

  @Test
  void settingsAreHeldAgainstItsSchema() throws IOException {
    try (Scene scene = Scene.in(root.resolve("queries"))) {
      StrictJsonSchemas schemas = new StrictJsonSchemas();
      var schema = scene.skill().descriptor().configSchema();
      assertThat(
              schemas.problems(
                  schema,
                  "{\"connections\": [{\"name\": \"shop\", \"host\": \"db.example.com\","
                      + " \"database\": \"shop\", \"user\": \"reader\"}]}"))
          .isEmpty();
      assertThat(
              schemas.problems(
                  schema,
                  "{\"connections\": [{\"name\": \"Shop 1\", \"host\": \"db.example.com\","
                      + " \"database\": \"shop\", \"user\": \"reader\", \"tls\": \"maybe\"}]}"))
          .hasSizeGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void itsAnswersAreUntrustedAndOnlySavingChangesAnything() throws IOException {
    try (Scene scene = Scene.in(root.resolve("queries"))) {
      assertThat(scene.skill().tools())
          .hasSize(5)
          .allSatisfy(tool -> {
            assertThat(tool.descriptor().untrusted()).isTrue();
            assertThat(tool.descriptor().effect() == Effect.NONE)
                .isEqualTo(!tool.descriptor().name().equals("save_query"));
          });
    }
  }
}
