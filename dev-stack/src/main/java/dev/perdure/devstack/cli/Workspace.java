package dev.perdure.devstack.cli;

import dev.perdure.devstack.Home;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The clone that the launcher works on.
 *
 * @param root the folder of {@code ./perdure}
 * @param home its {@code .perdure} folder
 */
record Workspace(Path root, Home home) {

  static Workspace find() {
    Home home = Home.find();
    for (Path dir = Path.of("").toAbsolutePath(); dir != null; dir = dir.getParent()) {
      if (Files.isDirectory(dir.resolve(".mvn"))) {
        return new Workspace(dir, home);
      }
    }
    return new Workspace(Path.of("").toAbsolutePath(), home);
  }

  /** What the build of the service made: {@code lib} and {@code config}. */
  Path service() {
    return root.resolve("api-service/target/perdure");
  }

  /** Where the jar of testkit is. */
  Path testkit() {
    return root.resolve("testkit/target");
  }

  /** The exported console. */
  Path console() {
    return root.resolve("web/out");
  }

  /** Where people put plug-ins. */
  Path plugins() {
    return root.resolve("plugins");
  }

  /** What is kept of the development organization. */
  Path developmentFile() {
    return home.root().resolve("dev.json");
  }
}
