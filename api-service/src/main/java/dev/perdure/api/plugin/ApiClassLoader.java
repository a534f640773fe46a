package dev.perdure.api.plugin;

import java.util.List;

/**
 * What a plug-in sees of Perdure: its API, the logging it writes to, and annotations. Libraries of
 * ours it does not see, so that it can bring others of the same name.
 */
final class ApiClassLoader extends ClassLoader {

  private static final List<String> SHARED =
      List.of(
          "dev.perdure.core.", "org.slf4j.", "org.jspecify.", "com.fasterxml.jackson.annotation.");

  private final ClassLoader perdure;

  ApiClassLoader(ClassLoader perdure) {
    super("perdure-api", ClassLoader.getPlatformClassLoader());
    this.perdure = perdure;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (SHARED.stream().anyMatch(name::startsWith)) {
      return perdure.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }
}
