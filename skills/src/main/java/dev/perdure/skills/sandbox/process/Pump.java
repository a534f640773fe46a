package dev.perdure.skills.sandbox.process;

import dev.perdure.core.sandbox.SandboxListener;
import dev.perdure.core.skill.LiveOutput.Channel;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes what a job says. Beyond the limit nothing is kept; the rest is read and dropped, so that
 * nobody waits on a full pipe while the job is being ended.
 */
public final class Pump {

  private final Channel channel;
  private final SandboxListener listener;
  private final AtomicLong budget;
  private final Runnable tooMuch;
  private final StringBuilder kept = new StringBuilder();

  /**
   * Made for one stream.
   *
   * @param budget how much may still be said, shared by the streams of a job
   * @param tooMuch told when it is used up, perhaps several times
   */
  public Pump(Channel channel, SandboxListener listener, AtomicLong budget, Runnable tooMuch) {
    this.channel = channel;
    this.listener = listener;
    this.budget = budget;
    this.tooMuch = tooMuch;
  }

  /** Reads to the end. */
  public void drain(InputStream from) {
    char[] buffer = new char[8192];
    try (Reader reader = new InputStreamReader(from, StandardCharsets.UTF_8)) {
      int read;
      while ((read = reader.read(buffer)) >= 0) {
        take(new String(buffer, 0, read));
      }
    } catch (IOException e) {
      // The process was ended and its stream closed with it.
    }
  }

  private synchronized void take(String text) {
    long left = budget.getAndAdd(-text.length());
    if (left > 0) {
      // PostgreSQL keeps no NUL in a text.
      String some = text.substring(0, (int) Math.min(left, text.length())).replace('\0', '\uFFFD');
      kept.append(some);
      listener.output(channel, some);
    }
    if (left < text.length()) {
      tooMuch.run();
    }
  }

  /** What it said so far. */
  public synchronized String text() {
    return kept.toString();
  }
}
