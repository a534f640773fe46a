package dev.perdure.api.plugin;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What others wrote against the API in {@code core}, found by {@link ServiceLoader}: on the class
 * path, and in a folder where each jar is a plug-in, and each folder of jars is one.
 */
public final class Plugins {

  private static final Logger log = LoggerFactory.getLogger(Plugins.class);
  private static final String JAR = ".jar";
  private static final String SERVICES = "META-INF/services/dev.perdure.core.";

  private final List<Source> sources;

  private Plugins(List<Source> sources) {
    this.sources = List.copyOf(sources);
  }

  /** A place with plug-ins. Never closed: classes are loaded from it as long as we run. */
  private record Source(String name, ClassLoader loader) {}

  /**
   * Those of the class path and of a folder. A folder that does not exist holds none.
   *
   * @throws PerdureException with {@code Invalid}, {@code plugins_unreadable}
   */
  public static Plugins in(Path folder) {
    ClassLoader own = Plugins.class.getClassLoader();
    List<Source> sources = new ArrayList<>();
    sources.add(new Source("the class path", own));
    if (Files.isDirectory(folder)) {
      ClassLoader api = new ApiClassLoader(own);
      try {
        for (Path entry : listed(folder)) {
          List<Path> jars = jars(entry);
          if (!jars.isEmpty()) {
            String name = entry.getFileName().toString();
            requireServices(entry, jars);
            sources.add(new Source(entry.toString(), loader(name, jars, api)));
            log.info("Found the plug-in {}.", name);
          }
        }
      } catch (IOException | UncheckedIOException e) {
        throw PerdureException.invalid(
            "plugins_unreadable",
            "The folder of plug-ins " + folder + " can't be read: " + e.getMessage(),
            null);
      }
    }
    return new Plugins(sources);
  }

  /**
   * All implementations of a part of the API, those of the class path first.
   *
   * @throws PerdureException with {@code Invalid}, {@code plugin_broken}, naming the plug-in
   */
  public <T> List<T> of(Class<T> api) {
    return sources.stream().flatMap(source -> load(source, api).stream()).toList();
  }

  private static <T> List<T> load(Source source, Class<T> api) {
    try {
      List<T> found =
          PluginCalls.within(
              source.loader(),
              () ->
                  ServiceLoader.load(api, source.loader()).stream()
                      .map(ServiceLoader.Provider::get)
                      .toList());
      return source.loader().equals(Plugins.class.getClassLoader())
          ? found
          : found.stream().map(one -> PluginCalls.around(api, one, source.loader())).toList();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new PerdureException(
          new PerdureError.Invalid(
              "plugin_broken",
              "The plug-in in "
                  + source.name()
                  + " can't be loaded: "
                  + e.getMessage()
                  + ". Mend it or take it away.",
              null),
          e);
    }
  }

  /** A jar that is none, or brings nothing, would be looked for in vain for a long time. */
  private static void requireServices(Path entry, List<Path> jars) throws IOException {
    for (Path jar : jars) {
      try (JarFile file = new JarFile(jar.toFile())) {
        if (file.stream().anyMatch(one -> one.getName().startsWith(SERVICES))) {
          return;
        }
      } catch (ZipException e) {
        throw broken(entry + " is no jar: " + e.getMessage());
      }
    }
    throw broken(entry + " brings nothing: it has no file " + SERVICES + "*");
  }

  private static PerdureException broken(String what) {
    return PerdureException.invalid(
        "plugin_broken", "The plug-in " + what + ". Mend it or take it away.", null);
  }

  private static List<Path> listed(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private static List<Path> jars(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      return listed(entry).stream().filter(Plugins::isJar).toList();
    }
    return isJar(entry) ? List.of(entry) : List.of();
  }

  private static boolean isJar(Path file) {
    return file.getFileName().toString().endsWith(JAR) && Files.isRegularFile(file);
  }

  private static ClassLoader loader(String name, List<Path> jars, ClassLoader api) {
    return new URLClassLoader(name, jars.stream().map(Plugins::url).toArray(URL[]::new), api);
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
