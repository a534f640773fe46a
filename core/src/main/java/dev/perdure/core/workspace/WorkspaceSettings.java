package dev.perdure.core.workspace;

import java.time.Duration;

/**
 * What holds for the workspaces of every session. What an organization may store in all is in its
 * plan.
 *
 * @param sessionBytes what one session's files may take, with old versions and the trash
 * @param sessionFiles how many files one session may have, with those in the trash
 * @param versions how many versions of a file are kept, with the present one
 * @param versionAge how long a version is kept after another has taken its place
 * @param trashAge how long a deleted file can be restored, and a change undone
 */
public record WorkspaceSettings(
    long sessionBytes, int sessionFiles, int versions, Duration versionAge, Duration trashAge) {

  /** What is so without configuration. */
  public static final WorkspaceSettings STANDARD =
      new WorkspaceSettings(2L << 30, 5000, 20, Duration.ofDays(30), Duration.ofDays(30));

  public WorkspaceSettings {
    if (sessionBytes < 1 || sessionFiles < 1 || versions < 1) {
      throw new IllegalArgumentException("bytes, files and versions are 1 or more");
    }
    if (versionAge.isNegative() || trashAge.isNegative()) {
      throw new IllegalArgumentException("nothing is kept for less than no time");
    }
  }
}
