package dev.perdure.api.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonCreator;
import dev.perdure.core.skill.Skill;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;

/** Builds a plug-in as somebody outside would: with nothing but Perdure's API on the class path. */
public final class PluginJar {

  private PluginJar() {}

  /** Compiles sources, and puts their classes and the resources into a jar. */
  public static Path build(Path target, List<Path> sources, Path resources) throws IOException {
    Path classes = Files.createTempDirectory(target.getParent(), "classes");
    List<String> arguments =
        new ArrayList<>(
            List.of("-proc:none", "-Xlint:all", "-Werror", "-cp", api(), "-d", classes.toString()));
    sources.forEach(source -> arguments.add(source.toString()));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(target))) {
      add(jar, classes);
      add(jar, resources);
    }
    return target;
  }

  /** Builds one class that is an implementation of the API. */
  static Path build(Path target, Class<?> api, String name, String source) throws IOException {
    Path folder = Files.createTempDirectory(target.getParent(), "sources");
    Path file = folder.resolve(name.substring(name.lastIndexOf('.') + 1) + ".java");
    Files.writeString(file, source);
    Path services = folder.resolve("resources/META-INF/services");
    Files.createDirectories(services);
    Files.write(services.resolve(api.getName()), name.getBytes(StandardCharsets.UTF_8));
    return build(target, List.of(file), folder.resolve("resources"));
  }

  private static void add(JarOutputStream jar, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(folder.relativize(file).toString()));
        Files.copy(file, jar);
      }
    }
  }

  private static String api() {
    return Stream.of(Skill.class, NullMarked.class, JsonCreator.class)
        .map(PluginJar::place)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String place(Class<?> known) {
    URI where = URI.create(known.getProtectionDomain().getCodeSource().getLocation().toString());
    return Path.of(where).toString();
  }
}
