package dev.perdure.skills.custom.skillmd;

import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.skill.LiveOutput.Channel;
import dev.perdure.core.skill.ToolInvocation;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Shows what a script says, saves what it leaves, and tells the model of both. */
final class ScriptOutput implements SandboxListener {

  private static final int LONGEST = 16_000;
  private static final int MOST_NAMED = 50;

  private final ToolInvocation call;
  private final Set<String> own;
  private final List<String> saved = new ArrayList<>();
  private final List<String> lost = new ArrayList<>();

  /**
   * @param own the paths of the skill's files: what a script writes there is gone with it
   */
  ScriptOutput(ToolInvocation call, Set<String> own) {
    this.call = call;
    this.own = Set.copyOf(own);
  }

  @Override
  public void output(Channel channel, String text) {
    call.liveOutput().show(channel, text);
  }

  @Override
  public void file(String path, long size, InputStream content) {
    if (own.contains(path)) {
      lost.add(path + " (a file of the skill, which does not change)");
    } else if (path.contains("__pycache__/")) {
      return; // what Python keeps for itself
    } else if (!call.workspace().available()) {
      lost.add(path + " (this call has no session to keep it in)");
    } else {
      save(path, size, content);
    }
  }

  private void save(String path, long size, InputStream content) {
    try {
      call.workspace().write(path, content, null);
      saved.add("%s (%,d bytes)".formatted(path, size));
    } catch (PerdureException e) {
      if (!(e.error() instanceof PerdureError.ToolFailed failed) || failed.retryable()) {
        throw e;
      }
      lost.add(path + " (" + failed.message() + ")");
    }
  }

  /** What the model reads. */
  String report(SandboxResult result, List<String> hidden) {
    List<String> parts = new ArrayList<>();
    parts.add(
        result.ending() == SandboxResult.Ending.EXITED
            ? "Exit code " + result.exitCode()
            : "Ended: " + result.ending().wireName().replace('_', ' ').toLowerCase(Locale.ROOT));
    said(parts, "stdout", result.stdout());
    said(parts, "stderr", result.stderr());
    named(parts, "Saved to the workspace", saved);
    List<String> gone = new ArrayList<>(lost);
    gone.addAll(result.leftBehind());
    named(parts, "Not saved", gone);
    named(parts, "Not seen by the script, for the skill has files in their place", hidden);
    return String.join("\n", parts);
  }

  private static void said(List<String> parts, String channel, String text) {
    if (!text.isBlank()) {
      parts.add("--- " + channel);
      parts.add(cut(text.strip()));
    }
  }

  /** The beginning and the end tell most. */
  private static String cut(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int half = LONGEST / 2;
    return "%s\n[%,d characters left out: let it print less, or write to a file]\n%s"
        .formatted(
            text.substring(0, half),
            text.length() - 2 * half,
            text.substring(text.length() - half));
  }

  private static void named(List<String> parts, String title, List<String> names) {
    if (!names.isEmpty()) {
      String some = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
      int more = names.size() - MOST_NAMED;
      parts.add("--- " + title + ": " + some + (more > 0 ? " and " + more + " more" : ""));
    }
  }
}
