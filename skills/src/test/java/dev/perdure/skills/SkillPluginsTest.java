package dev.perdure.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Secrets;
import dev.perdure.core.port.SkillSettingsStore;
import dev.perdure.core.skill.Skill;
import dev.perdure.skills.builtin.ClockSkill;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Clock;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkillPluginsTest {

  private static final String SOURCE =
      """
      package plugin;
      import dev.perdure.core.skill.*;
      import java.util.List;
      public class Greeter implements Skill {
        public SkillDescriptor descriptor() {
          return new SkillDescriptor("NAME", "1", "Greeter", "Greets.", "");
        }
        public List<Tool> tools() { return List.of(); }
      }
      """;

  @TempDir Path temporary;

  private Path plugins() throws IOException {
    return Files.createDirectories(temporary.resolve("plugins"));
  }

  @Test
  void findsNothingWhereThereIsNoFolder() {
    assertThat(SkillPlugins.in(temporary.resolve("nowhere"))).isEmpty();
  }

  @Test
  void loadsSkillsFromJarsOnly() throws Exception {
    jar(plugins().resolve("greeter.jar"), "greeter", "plugin.Greeter");
    Files.writeString(plugins().resolve("notes.txt"), "not a jar");
    List<Skill> found = SkillPlugins.in(plugins());
    assertThat(found)
        .singleElement()
        .extracting(skill -> skill.descriptor().name())
        .isEqualTo("greeter");
  }

  @Test
  void refusesAPluginThatTakesABuiltInName() throws Exception {
    jar(plugins().resolve("greeter.jar"), "clock", "plugin.Greeter");
    List<Skill> builtIn = BuiltInSkills.all(Clock.systemUTC());
    List<Skill> plugins = SkillPlugins.in(plugins());
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() ->
            new DefaultSkillRegistry(builtIn, plugins, SkillSettingsStore.none(), Secrets.none()))
        .withMessageContaining("The skill \"clock\" exists twice")
        .withMessageContaining(ClockSkill.class.getName())
        .withMessageContaining("greeter.jar");
  }

  @Test
  void namesTheFolderOfAPluginThatIsBroken() throws Exception {
    jar(plugins().resolve("broken.jar"), "greeter", "plugin.Missing");
    Path folder = plugins();
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> SkillPlugins.in(folder))
        .withMessageContaining("skill_plugin_broken")
        .withMessageContaining(folder.toString())
        .withMessageContaining("plugin.Missing");
  }

  @Test
  void findsWhatIsOnTheClassPath() {
    assertThat(SkillPlugins.onClassPath())
        .extracting(skill -> skill.descriptor().name())
        .contains("test_tools");
    assertThat(SkillPlugins.searchesOnClassPath()).isEmpty();
  }

  private void jar(Path target, String skill, String provider) throws IOException {
    Path source = temporary.resolve("Greeter.java");
    Path classes = temporary.resolve("classes-" + skill);
    Files.writeString(source, SOURCE.replace("NAME", skill));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                System.err,
                "-proc:none",
                "-cp",
                classPath(),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(result).isZero();
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, jar);
      }
      jar.putNextEntry(new JarEntry("META-INF/services/" + Skill.class.getName()));
      jar.write(provider.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String classPath() {
    CodeSource source = Skill.class.getProtectionDomain().getCodeSource();
    return Path.of(URI.create(source.getLocation().toString())).toString();
  }
}
