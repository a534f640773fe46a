package dev.perdure.skills.sandbox;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxBackend;
import dev.perdure.core.sandbox.SandboxProbe;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds, for each language, the strongest sandbox that works here. What was not seen to hold is not
 * taken: without any, no code is run.
 */
final class SandboxChooser {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxChooser.class);

  private final Map<Language, SandboxBackend> chosen = new EnumMap<>(Language.class);
  private final Map<String, String> findings = new LinkedHashMap<>();

  private SandboxChooser() {}

  /**
   * What was found.
   *
   * @param findings by backend, what it works with or why it does not
   */
  record Choice(Map<Language, SandboxBackend> backends, Map<String, String> findings) {}

  /**
   * Chooses.
   *
   * @param wanted as {@link SandboxSettings#backend}
   */
  static Choice choose(List<? extends SandboxBackend> backends, String wanted) {
    SandboxChooser chooser = new SandboxChooser();
    if (wanted.equals(SandboxSettings.NONE)) {
      chooser.findings.put(wanted, "switched off by the operator");
    } else {
      chooser.tryAll(candidates(backends, wanted), wanted);
    }
    return new Choice(chooser.chosen, chooser.findings);
  }

  private static List<SandboxBackend> candidates(
      List<? extends SandboxBackend> backends, String wanted) {
    List<SandboxBackend> candidates = new ArrayList<>(backends);
    candidates.removeIf(
        backend -> !wanted.equals(SandboxSettings.AUTO) && !backend.name().equals(wanted));
    candidates.sort(Comparator.comparing(SandboxBackend::isolation).reversed());
    return candidates;
  }

  private void tryAll(List<SandboxBackend> candidates, String wanted) {
    if (candidates.isEmpty()) {
      findings.put(wanted, "there is no backend of this name");
    }
    try (Trial trial = new Trial()) {
      for (SandboxBackend backend : candidates) {
        if (chosen.size() < Language.values().length) {
          String finding = tryOut(backend, trial);
          findings.put(backend.name(), finding);
          LOG.info("Sandbox {}: {}", backend.name(), finding);
        }
      }
    }
  }

  private String tryOut(SandboxBackend backend, Trial trial) {
    SandboxProbe probe = probe(backend);
    List<String> problems = new ArrayList<>();
    for (Language language : probe.languages()) {
      if (!chosen.containsKey(language)) {
        Optional<String> problem = trial.problem(backend, language);
        problem.ifPresent(text -> problems.add(language.wireName() + ": " + text));
        if (problem.isEmpty()) {
          chosen.put(language, backend);
        }
      }
    }
    return problems.isEmpty() ? probe.detail() : String.join("; ", problems);
  }

  private static SandboxProbe probe(SandboxBackend backend) {
    try {
      return backend.probe();
    } catch (RuntimeException e) {
      LOG.warn("Sandbox {} can't be probed", backend.name(), e);
      return SandboxProbe.absent(e.toString());
    }
  }
}
