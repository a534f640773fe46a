package dev.perdure.skills.sandbox.attack;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxLimits;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A program that does harm where it can. It prints {@link #ESCAPED} when it got somewhere.
 *
 * @param contained what must hold afterwards, besides what always must
 */
public record Attack(
    String name,
    Language language,
    String code,
    SandboxLimits limits,
    Consumer<Aftermath> contained) {

  /** What no program may come to say. */
  public static final String ESCAPED = "ESCAPED";

  /** What each says on its standard error before it begins. */
  public static final String ATTEMPTED = "ATTEMPTED";

  /** In the environment of the worker, that is, of the tests. */
  public static final String PLANTED = "planted-secret-of-the-service";

  /** Small, so that the attacks reach them soon. */
  public static final SandboxLimits LIMITS =
      new SandboxLimits(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          192L << 20,
          32,
          64 * 1024,
          4L << 20,
          16L << 20,
          256,
          64);

  private static final String PRELUDE =
      """
      import ctypes, os, sys, time, signal, errno, socket
      libc = ctypes.CDLL(None, use_errno=True)
      # Numbers of the calls on x86-64.
      def call(number, *arguments):
          ctypes.set_errno(0)
          result = libc.syscall(ctypes.c_long(number), *arguments)
          return result, ctypes.get_errno()
      def must_fail(number, *arguments):
          result, error = call(number, *arguments)
          print("call", number, result, errno.errorcode.get(error))
          if result >= 0: print("ESC" + "APED")
      def escaped(): print("ESC" + "APED", flush=True)
      print("ATTEMPTED", file=sys.stderr, flush=True)
      """;

  /** A program in Python, with {@code call}, {@code must_fail} and {@code escaped} at hand. */
  static Attack python(String name, String code, Consumer<Aftermath> contained) {
    return new Attack(name, Language.PYTHON, PRELUDE + code, LIMITS, contained);
  }

  /** The same with more time on the clock, none more on the processor. */
  Attack patient() {
    return new Attack(
        name,
        language,
        code,
        LIMITS.withTimes(LIMITS.cpuTime(), Duration.ofSeconds(20)),
        contained);
  }

  static Attack python(String name, String code) {
    return python(name, code, aftermath -> {});
  }

  static Attack shell(String name, String code, Consumer<Aftermath> contained) {
    return new Attack(
        name, Language.SHELL, "echo " + ATTEMPTED + " >&2\n" + code, LIMITS, contained);
  }

  static Attack javascript(String name, String code, Consumer<Aftermath> contained) {
    return new Attack(name, Language.JAVASCRIPT, code, LIMITS, contained);
  }

  @Override
  public String toString() {
    return name;
  }
}
