package dev.perdure.core.sandbox;

import java.util.EnumSet;
import java.util.Set;

/**
 * Whether a backend can work on this machine.
 *
 * @param languages what it can run; empty when it does not work
 * @param detail for operators: what it works with, or why it does not
 */
public record SandboxProbe(Set<Language> languages, String detail) {

  public SandboxProbe {
    languages = Set.copyOf(languages);
  }

  /** It works. */
  public static SandboxProbe works(Set<Language> languages, String detail) {
    return new SandboxProbe(languages, detail);
  }

  /** It does not work here. */
  public static SandboxProbe absent(String why) {
    return new SandboxProbe(EnumSet.noneOf(Language.class), why);
  }

  /** Whether it runs anything. */
  public boolean works() {
    return !languages.isEmpty();
  }
}
