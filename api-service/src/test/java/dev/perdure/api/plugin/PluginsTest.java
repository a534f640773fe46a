package dev.perdure.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.Secrets;
import dev.perdure.core.port.SkillSettingsStore;
import dev.perdure.core.skill.CompensableTool;
import dev.perdure.core.skill.Skill;
import dev.perdure.core.skill.ToolInvocation;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.skills.BuiltInSkills;
import dev.perdure.skills.DefaultSkillRegistry;
import dev.perdure.skills.builtin.ClockSkill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {

  /** Tells, as its description, which of these classes it can see. */
  private static final String SOURCE =
"""
      package plugin;
      import dev.perdure.core.skill.*;
      import java.util.List;
import java.util.Map;
import java.util.UUID;
      public class Greeter implements Skill {
        public SkillDescriptor descriptor() {
          return new SkillDescriptor("NAME", "1", "Greeter",
              sees("dev.perdure.core.skill.Tool") + sees("org.slf4j.Logger")
              + sees("java.sql.Connection") + " "
              + sees("com.fasterxml.jackson.databind.ObjectMapper")
              + sees("dev.perdure.skills.BuiltInSkills") + sees("org.postgresql.Driver"), "");
        }
        public List<Tool> tools() { return List.of(); }
        private String sees(String name) {
          try {
            Class.forName(name);
            return "yes";
          } catch (ClassNotFoundException e) {
            return "no";
          }
        }
      }
""";

  @TempDir Path temporary;

  private Path folder;
  private Path jars;

  @BeforeEach
  void folders() throws IOException {
    folder = Files.createDirectory(temporary.resolve("plugins"));
    jars = Files.createDirectory(temporary.resolve("jars"));
  }

  @Test
  void aFolderThatIsNotThereHoldsNone() {
    assertThat(added(temporary.resolve("nowhere"))).isEmpty();
    assertThat(added(folder)).isEmpty();
  }

  @Test
  void whatBringsNothingIsRefusedByName() throws IOException {
    Path jar = folder.resolve("one.jar");
    Files.writeString(jar, "not a zip");
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> Plugins.in(folder))
        .satisfies(e -> assertThat(e.error().code()).isEqualTo("plugin_broken"))
        .withMessageContaining("one.jar is no jar");
    try (var empty = new JarOutputStream(Files.newOutputStream(jar))) {
      empty.putNextEntry(new ZipEntry("META-INF/services/java.sql.Driver"));
    }
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> Plugins.in(folder))
        .withMessageContaining("one.jar brings nothing");
  }

  @Test
  void eachJarIsAPlugInAndEachFolderOfJarsIsOne() throws IOException {
    greeter("one", folder.resolve("one.jar"));
    greeter("two", Files.createDirectory(folder.resolve("two")).resolve("main.jar"));
    Files.writeString(folder.resolve("notes.txt"), "not a jar");
    Files.createDirectory(folder.resolve("empty"));
    List<Skill> found = added(folder);
    assertThat(found).extracting(skill -> skill.descriptor().name()).containsExactly("one", "two");
    assertThat(found.get(0).getClass())
        .as("two classes of one name")
        .isNotEqualTo(found.get(1).getClass());
  }

  @Test
  void aPlugInSeesTheApiAndNoneOfOurLibraries() throws IOException {
    greeter("one", folder.resolve("one.jar"));
    assertThat(added(folder))
        .singleElement()
        .extracting(skill -> skill.descriptor().description())
        .isEqualTo("yesyesyes nonono");
  }

  @Test
  void aPlugInIsCalledWithItsOwnClassLoader() throws IOException {
    String source =
        """
        package plugin;
        import dev.perdure.core.skill.*;
        import java.time.Duration;
        import java.util.*;
        public class Greeter implements Skill {
          private final boolean atFirst = own();
          public SkillDescriptor descriptor() {
            return new SkillDescriptor("own", "1", "t", "" + atFirst + own(), "");
          }
          public List<Tool> tools() { return List.of(new Own()); }
          static boolean own() {
            return Thread.currentThread().getContextClassLoader() == Greeter.class.getClassLoader();
          }
          static class Own implements Tool {
            public ToolDescriptor descriptor() {
              return new ToolDescriptor(
                  "own", "d", Map.of("type", "object"), Effect.NONE, Duration.ofSeconds(1), 1);
            }
            public ToolOutput call(ToolInvocation invocation) {
              if (!own()) { return ToolOutput.failure("not ours"); }
              throw new IllegalStateException("as it is thrown");
            }
          }
        }
        """;
    Path built = PluginJar.build(jars.resolve("own.jar"), Skill.class, "plugin.Greeter", source);
    Files.copy(built, folder.resolve("own.jar"));
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    Skill skill = added(folder).getFirst();
    assertThat(skill.descriptor().description()).isEqualTo("truetrue");
    assertThat(List.of(skill)).contains(skill);
    assertThat(skill.toString()).startsWith("plugin.Greeter (").endsWith("own.jar)");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() ->
            skill
                .tools()
                .getFirst()
                .call(ToolInvocation.tried(new OrgId(UUID.randomUUID()), null, "key", Map.of())))
        .withMessage("as it is thrown");
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void aPlugInMayHaveInterfacesOfItsOwnBetweenItsClassesAndTheApi() throws Exception {
    String source =
        """
        package plugin;
        import dev.perdure.core.skill.*;
        import java.io.Closeable;
        import java.time.Duration;
        import java.util.*;
        interface Named extends Skill {}
        public class Greeter implements Named, Closeable {
          interface Reversible extends CompensableTool {}
          public SkillDescriptor descriptor() {
            return new SkillDescriptor("own", "1", "t", "", "");
          }
          public List<Tool> tools() { return List.of(new Paint()); }
          public void close() {}
          abstract static class Base implements Tool {
            public ToolDescriptor descriptor() {
              return new ToolDescriptor(
                  "own", "d", Map.of("type", "object"), Effect.ONCE, Duration.ofSeconds(1), 1);
            }
          }
          static class Paint extends Base implements Reversible {
            public ToolOutput call(ToolInvocation invocation) { return ToolOutput.of("done"); }
            public void undo(ToolInvocation call, String result) {
              throw new IllegalStateException("undone: " + result);
            }
          }
        }
        """;
    Path built = PluginJar.build(jars.resolve("own.jar"), Skill.class, "plugin.Greeter", source);
    Files.copy(built, folder.resolve("own.jar"));

    Skill skill = added(folder).getFirst();
    CompensableTool tool = (CompensableTool) skill.tools().getFirst();
    ToolInvocation call = ToolInvocation.tried(new OrgId(UUID.randomUUID()), null, "key", Map.of());
    assertThat(tool.call(call).content()).isEqualTo("done");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> tool.undo(call, "done"))
        .withMessage("undone: done");
    assertThat(skill).isInstanceOf(AutoCloseable.class);
  }

  @Test
  void aPlugInThatIsBrokenIsNamed() throws IOException {
    PluginJar.build(
        jars.resolve("broken.jar"), Skill.class, "plugin.Greeter", SOURCE.replace("NAME", "x"));
    Path services = Files.createDirectories(temporary.resolve("broken/META-INF/services"));
    Files.writeString(services.resolve(Skill.class.getName()), "plugin.Missing");
    PluginJar.build(folder.resolve("broken.jar"), List.of(source()), temporary.resolve("broken"));
    Plugins plugins = Plugins.in(folder);
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() -> plugins.of(Skill.class))
        .withMessageContaining("plugin_broken")
        .withMessageContaining("broken.jar")
        .withMessageContaining("plugin.Missing");
  }

  @Test
  void aPlugInThatTakesABuiltInNameIsRefused() throws IOException {
    greeter("clock", folder.resolve("greeter.jar"));
    List<Skill> builtIn = BuiltInSkills.all(Clock.systemUTC());
    List<Skill> plugins = added(folder);
    assertThatExceptionOfType(PerdureException.class)
        .isThrownBy(() ->
            new DefaultSkillRegistry(builtIn, plugins, SkillSettingsStore.none(), Secrets.none()))
        .withMessageContaining("The skill \"clock\" exists twice")
        .withMessageContaining(ClockSkill.class.getName())
        .withMessageContaining("greeter.jar");
  }

  private Path source() throws IOException {
    Path file = temporary.resolve("Greeter.java");
    Files.writeString(file, SOURCE);
    return file;
  }

  private void greeter(String name, Path target) throws IOException {
    Path built =
        PluginJar.build(
            jars.resolve(name + ".jar"),
            Skill.class,
            "plugin.Greeter",
            SOURCE.replace("NAME", name));
    Files.copy(built, target);
  }

  /** Those of the folder; the class path of the tests has some too. */
  private static List<Skill> added(Path folder) {
    return Plugins.in(folder).of(Skill.class).stream()
        .filter(skill -> !skill.getClass().getClassLoader().equals(Plugins.class.getClassLoader()))
        .toList();
  }
}
