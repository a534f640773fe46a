package dev.perdure.devstack.fetch;

import dev.perdure.devstack.DevStackException;
import dev.perdure.devstack.process.Shell;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Downloads a wheel with the pip of the machine. No Python is needed to run what is in it. */
final class Pip implements Downloader {

  private static final List<List<String>> CANDIDATES =
      List.of(List.of("pip3"), List.of("python3", "-m", "pip"), List.of("pip"));

  @Override
  public void download(Artifact artifact, Platform platform, Path folder)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(pip(artifact));
    command.addAll(
        List.of(
            "--disable-pip-version-check",
            "download",
            "--quiet",
            "--retries=2",
            "--timeout=20",
            "--no-deps",
            "--only-binary=:all:",
            "--platform=" + artifact.tag(platform),
            "--python-version=3.11",
            "--implementation=cp",
            "--dest=" + folder,
            artifact.requirement()));
    Shell.Result result = Shell.run(command, Duration.ofMinutes(15));
    if (result.exitCode() != 0) {
      throw new DevStackException(
          "Can't fetch %s: %s %s"
              .formatted(artifact.title(), reason(result.output()), artifact.otherWays()));
    }
  }

  private static List<String> pip(Artifact artifact) throws InterruptedException {
    for (List<String> candidate : CANDIDATES) {
      List<String> version = new ArrayList<>(candidate);
      version.add("--version");
      Optional<Shell.Result> result = Shell.tryRun(version, Duration.ofSeconds(30));
      if (result.isPresent() && result.get().exitCode() == 0) {
        return candidate;
      }
    }
    throw new DevStackException(
        "%s is not installed, and there is no pip to fetch it with (apt install python3-pip). %s"
            .formatted(artifact.title(), artifact.otherWays()));
  }

  private static String reason(String output) {
    String text = output.toLowerCase(Locale.ROOT);
    if (text.contains("no space left")) {
      return "the disk is full.";
    }
    if (text.contains("connection")
        || text.contains("resolve")
        || text.contains("timed out")
        || text.contains("(from versions: none)")
        || text.contains("network")) {
      return "no connection to the package index. Look at the network and pip's settings.";
    }
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return "pip says: " + (lines.isEmpty() ? "nothing" : lines.getLast()) + ".";
  }
}
