package dev.perdure.skills;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.search.SearchProvider;
import dev.perdure.core.skill.Skill;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Finds skills and search providers that others wrote, by {@link ServiceLoader}. */
public final class SkillPlugins {

  private SkillPlugins() {}

  /** Those on the class path. */
  public static List<Skill> onClassPath() {
    return load(Skill.class, SkillPlugins.class.getClassLoader(), "the class path");
  }

  /** Search providers on the class path. */
  public static List<SearchProvider> searchesOnClassPath() {
    return load(SearchProvider.class, SkillPlugins.class.getClassLoader(), "the class path");
  }

  /**
   * Those in the jars of a folder, which see each other and Perdure's own classes. A folder that
   * does not exist holds none.
   */
  public static List<Skill> in(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    // Never closed: the skills load classes from it as long as the process lives.
    URLClassLoader jars = new URLClassLoader(jars(folder), SkillPlugins.class.getClassLoader());
    return load(Skill.class, jars, folder.toString());
  }

  private static <T> List<T> load(Class<T> service, ClassLoader loader, String where) {
    try {
      return ServiceLoader.load(service, loader).stream()
          .filter(provider -> loader.equals(provider.type().getClassLoader()))
          .map(ServiceLoader.Provider::get)
          .toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new PerdureException(
          new PerdureError.Invalid(
              "skill_plugin_broken",
              "A skill in " + where + " can't be loaded: " + e.getMessage(),
              null),
          e);
    }
  }

  private static URL[] jars(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .sorted()
          .map(SkillPlugins::url)
          .toArray(URL[]::new);
    } catch (IOException e) {
      throw PerdureException.invalid(
          "skill_plugins_unreadable",
          "The folder of plug-ins " + folder + " can't be read: " + e.getMessage(),
          null);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
