package dev.perdure.core.sandbox;

import dev.perdure.core.skill.LiveOutput.Channel;
import java.io.IOException;
import java.io.InputStream;

/** Hears of a job while it runs, and is handed the files it leaves. */
public interface SandboxListener {

  /** Nobody listens. */
  SandboxListener NONE = new SandboxListener() {};

  /** The job said something. May be called by several threads; must not throw, nor wait long. */
  default void output(Channel channel, String text) {}

  /**
   * The job left a file that is new or was changed. Called after its end, one file at a time, also
   * when a limit ended it; its paths are plain, as {@link SandboxFile#isPlain} has it.
   *
   * @param content to be read within the call
   */
  default void file(String path, long size, InputStream content) throws IOException {}
}
