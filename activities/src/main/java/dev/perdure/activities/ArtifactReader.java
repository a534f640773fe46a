package dev.perdure.activities;

import dev.perdure.core.port.ArtifactStore;
import dev.perdure.core.port.ArtifactStore.Artifact;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.Claim;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The tool {@code read_artifact}: reads on in results that were too large for the transcript. */
final class ArtifactReader {

  /** The most characters at once; they fit the transcript whatever they are. */
  static final int LONGEST = 16_000;

  /** How many when the model does not say. */
  static final int USUAL = 8_000;

  private final ArtifactStore artifacts;
  private final Transcripts transcripts;

  ArtifactReader(ArtifactStore artifacts, Transcripts transcripts) {
    this.artifacts = artifacts;
    this.transcripts = transcripts;
  }

  /** Reads; the arguments are valid. */
  ToolOutput read(Claim.Claimed step, Map<String, Object> arguments) {
    UUID id = UUID.fromString(String.valueOf(arguments.get("artifact_id")));
    int offset = number(arguments, "offset", 0);
    int length = number(arguments, "length", USUAL);
    return artifacts
        .get(step.step().run().orgId(), id)
        .filter(artifact -> mayRead(step, artifact))
        .flatMap(artifact -> artifacts.text(step.step().run().orgId(), id, offset, length + 1))
        .map(text -> part(text, offset, length))
        .orElseGet(() -> ToolOutput.failure("There is no artifact " + id + "."));
  }

  /** Those of its session, and those of the session it was forked from if its thread tells them. */
  private boolean mayRead(Claim.Claimed step, Artifact artifact) {
    return artifact.run().sessionId().equals(step.step().run().sessionId())
        || transcripts.read(step).stream()
            .anyMatch(message -> artifact.stepId().equals(message.stepId()));
  }

  /** One character more than asked for was read, which tells whether there is more. */
  private static ToolOutput part(String text, int offset, int length) {
    int read = text.codePointCount(0, text.length());
    if (read == 0) {
      return ToolOutput.of("[The artifact ends before character " + offset + ".]");
    }
    if (read <= length) {
      return ToolOutput.of(text + "\n[This is the end of the artifact.]");
    }
    String shown = text.substring(0, text.offsetByCodePoints(0, length));
    return ToolOutput.of(shown + "\n[There is more: read on at offset " + (offset + length) + ".]");
  }

  private static int number(Map<String, Object> arguments, String name, int otherwise) {
    return Optional.ofNullable(arguments.get(name))
        .map(value -> ((Number) value).intValue())
        .orElse(otherwise);
  }
}
