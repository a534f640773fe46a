package dev.perdure.e2e.harness;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The product as it is shipped: a {@code lib} folder of jars and a {@code config} folder.
 *
 * @param root the folder that holds both
 */
public record RuntimeFolder(Path root) {

  /** Names another runtime folder than the one the build made. */
  public static final String VARIABLE = "PERDURE_RUNTIME";

  /** What {@value #VARIABLE} names, else what the build of api-service made. */
  public static RuntimeFolder find() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      return checked(Path.of(named));
    }
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.isDirectory(dir.resolve(".mvn"))) {
        return checked(dir.resolve("api-service/target/perdure"));
      }
    }
    throw new IllegalStateException("not inside a clone of Perdure, and " + VARIABLE + " is unset");
  }

  private static RuntimeFolder checked(Path root) {
    if (!Files.isDirectory(root.resolve("lib")) || !Files.isDirectory(root.resolve("config"))) {
      throw new IllegalStateException(
          root + " holds no lib and config. Build the product first: ./perdure build");
    }
    return new RuntimeFolder(root);
  }

  /** The jars, as a class path entry. */
  public String classPath() {
    return root.resolve("lib") + "/*";
  }

  /** The configuration of a role, such as {@code worker}. */
  public Path config(String role) {
    return root.resolve("config").resolve(role + ".yml");
  }
}
