package dev.perdure.testkit;

import dev.perdure.testkit.internal.HttpHost;
import dev.perdure.testkit.internal.Options;
import dev.perdure.testkit.recorder.RecorderRoutes;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An outside system that writes down each effect it is asked for, as a process of its own. It never
 * recognises a repetition. Options: {@code --file} (required), {@code --port} (0 takes a free one),
 * {@code --until-stdin-closes}.
 */
public final class EffectRecorderMain {
  private EffectRecorderMain() {}

  public static void main(String[] args) throws IOException {
    var options = Options.parse(args);
    Path file =
        options
            .get("file")
            .map(Path::of)
            .orElseThrow(() -> new IllegalArgumentException("--file is missing"));
    HttpHost.serve(options, RecorderRoutes.create(file));
  }
}
