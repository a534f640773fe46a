package dev.perdure.activities;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.perdure.core.run.EffectEntry;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.skill.ToolArtifact;
import dev.perdure.core.skill.ToolOutput;
import dev.perdure.core.step.CallOutcome;
import dev.perdure.core.step.NewArtifact;
import dev.perdure.core.step.StepRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** What a tool's result becomes: itself, or an artifact and a digest of it when it is too large. */
final class Results {

  /** The most one tool result may bring into the transcript, in bytes of UTF-8. */
  static final int LONGEST_RESULT = 64 * 1024;

  /** The most that is kept of a result, likewise. */
  static final int LONGEST_ARTIFACT = 16 * 1024 * 1024;

  /** The most that a person who tries a tool is shown, likewise. */
  private static final int LONGEST_TRIED = 1024 * 1024;

  private static final int HEAD = 8 * 1024;
  private static final int TAIL = 2 * 1024;
  private static final String KEPT = "It is kept as artifact ";

  private Results() {}

  static CallOutcome outcome(
      StepRef call, String tool, ToolOutput output, EffectEntry.Status effect) {
    String clean = Texts.clean(output.content());
    byte[] bytes = clean.getBytes(StandardCharsets.UTF_8);
    List<NewArtifact> made = output.artifacts().stream().map(Results::artifact).toList();
    if (bytes.length <= LONGEST_RESULT) {
      return new CallOutcome(new ToolOutput(clean, output.error()), made, effect);
    }
    byte[] kept = bytes.length <= LONGEST_ARTIFACT ? bytes : head(bytes, LONGEST_ARTIFACT);
    UUID id = UuidCreator.getTimeOrderedEpoch();
    NewArtifact artifact =
        new NewArtifact(
            id, tool + "-" + call.number() + "." + call.call() + ".txt", "text/plain", text(kept));
    String digest =
        text(head(bytes, HEAD)) + "\n…\n" + text(tail(kept, TAIL)) + note(id, bytes.length, kept);
    List<NewArtifact> all = new ArrayList<>(made);
    all.add(artifact);
    return new CallOutcome(new ToolOutput(digest, output.error()), all, effect);
  }

  /** What somebody who tries a tool is shown: bounded, and without what no JSON can say. */
  static ToolOutput clean(ToolOutput output) {
    return new ToolOutput(
        bounded(output.content()),
        output.error(),
        output.artifacts().stream()
            .map(made ->
                new ToolArtifact(
                    Texts.clean(made.name()),
                    Texts.clean(made.mediaType()),
                    bounded(made.content())))
            .toList());
  }

  private static String bounded(String content) {
    byte[] bytes = Texts.clean(content).getBytes(StandardCharsets.UTF_8);
    return bytes.length <= LONGEST_TRIED
        ? text(bytes)
        : text(head(bytes, LONGEST_TRIED)) + "\n[Cut: it has " + bytes.length + " bytes.]";
  }

  private static NewArtifact artifact(ToolArtifact made) {
    byte[] bytes = Texts.clean(made.content()).getBytes(StandardCharsets.UTF_8);
    byte[] kept = bytes.length <= LONGEST_ARTIFACT ? bytes : head(bytes, LONGEST_ARTIFACT);
    return new NewArtifact(
        UuidCreator.getTimeOrderedEpoch(),
        Texts.clean(made.name()),
        Texts.clean(made.mediaType()),
        text(kept));
  }

  /** Whether a result in the transcript is the digest of an artifact. */
  static boolean artifacts(List<Message> transcript) {
    return transcript.stream()
        .flatMap(message -> message.content().stream())
        .anyMatch(part ->
            part instanceof ContentPart.ToolResult result && result.content().contains(KEPT));
  }

  private static String note(UUID id, int length, byte[] kept) {
    String cut =
        kept.length == length
            ? ""
            : " Only its first " + kept.length + " bytes are kept, and their end is shown above.";
    return "\n[The result is too large to be shown whole: "
        + length
        + " bytes."
        + cut
        + " SHA-256 "
        + sha256(kept)
        + ". "
        + KEPT
        + id
        + ": read the part you need with "
        + StepTools.READ_ARTIFACT
        + "(artifact_id, offset, length).]";
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] head(byte[] bytes, int length) {
    int end = length;
    while (inside(bytes[end])) {
      end--; // never half a character
    }
    return Arrays.copyOf(bytes, end);
  }

  private static byte[] tail(byte[] bytes, int length) {
    int from = bytes.length - length;
    while (inside(bytes[from])) {
      from++;
    }
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static boolean inside(byte b) {
    return (b & 0xC0) == 0x80;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
