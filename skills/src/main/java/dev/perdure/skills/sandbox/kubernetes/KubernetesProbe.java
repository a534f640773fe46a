package dev.perdure.skills.sandbox.kubernetes;

import dev.perdure.core.sandbox.Language;
import dev.perdure.core.sandbox.SandboxJob;
import dev.perdure.core.sandbox.SandboxLimits;
import dev.perdure.core.sandbox.SandboxProbe;
import dev.perdure.core.sandbox.SandboxResult;
import dev.perdure.core.tenant.OrgId;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URL;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Looks whether a cluster holds its jobs as they must be held. Whatever is not sure, is not so. */
record KubernetesProbe(KubernetesClient client, KubernetesSettings settings) {

  private static final OrgId NOBODYS = new OrgId(new UUID(0, 0));
  private static final String HELD = "held:";

  /**
   * Looks at the cluster's objects, and from inside of a pod.
   *
   * @param run runs a job there
   */
  SandboxProbe look(Function<SandboxJob, SandboxResult> run) {
    Optional<String> problem = runtimeClass().or(this::network);
    if (problem.isPresent()) {
      return SandboxProbe.absent(problem.get());
    }
    SandboxResult result = run.apply(program());
    if (!result.succeeded() || !result.stdout().startsWith(HELD)) {
      return SandboxProbe.absent(
          "a pod does not hold: " + (result.stdout() + " " + result.stderr()).strip());
    }
    Set<Language> languages = EnumSet.noneOf(Language.class);
    List<String> found = List.of(result.stdout().substring(HELD.length()).strip().split(" "));
    for (Language language : Language.values()) {
      if (found.contains(language.wireName())) {
        languages.add(language);
      }
    }
    return SandboxProbe.works(languages, detail());
  }

  private String detail() {
    String kernel =
        settings.hasRuntimeClass()
            ? "RuntimeClass " + settings.runtimeClass()
            : "the nodes' own kernel";
    return settings.image() + " in the namespace " + settings.namespace() + " with " + kernel;
  }

  private Optional<String> runtimeClass() {
    if (!settings.hasRuntimeClass()
        || client.resources(RuntimeClass.class).withName(settings.runtimeClass()).get() != null) {
      return Optional.empty();
    }
    return Optional.of("the cluster has no RuntimeClass " + settings.runtimeClass());
  }

  private Optional<String> network() {
    return NetworkPolicies.problem(
        client.network().v1().networkPolicies().inNamespace(settings.namespace()).list().getItems(),
        JobSpec.labels(NOBODYS, "any"));
  }

  private SandboxJob program() {
    return new SandboxJob(
        NOBODYS,
        Language.PYTHON,
        source(),
        servers(client.getMasterUrl()),
        "",
        List.of(),
        SandboxLimits.DEFAULT.withTimes(Duration.ofSeconds(30), Duration.ofSeconds(60)));
  }

  /** Names are not known inside; what is tried are the addresses behind them. */
  private static List<String> servers(URL server) {
    int port = server.getPort() > 0 ? server.getPort() : server.getDefaultPort();
    List<String> addresses = new ArrayList<>();
    try {
      for (InetAddress address : InetAddress.getAllByName(server.getHost())) {
        addresses.add(address.getHostAddress());
        addresses.add(Integer.toString(port));
      }
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
    return addresses;
  }

  private static String source() {
    try (InputStream source =
        Objects.requireNonNull(KubernetesProbe.class.getResourceAsStream("probe.py"))) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
