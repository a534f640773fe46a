package dev.perdure.skills.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Buffer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * Answers as a cluster does. Each Job has its pod at once; what is to be run in it is run by
 * bubblewrap, so that the commands and the program of the probe are the true ones.
 */
final class FakeCluster implements AutoCloseable {

  static final String NAMESPACE = "sandbox";

  private final Path folder;
  private final KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher();
  private final KubernetesMockServer server;
  private final KubernetesClient admin;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Job> jobs = new CopyOnWriteArrayList<>();
  private final List<String> inside = new ArrayList<>(List.of("--unshare-net"));
  private UnaryOperator<Pod> change = pod -> pod;
  private volatile boolean startsPods = true;
  private volatile String refused = "nothing";
  private volatile String hanging = "nothing";

  FakeCluster(Path folder) throws IOException {
    this.folder = folder;
    for (String name : List.of("work", "tmp", "code")) {
      Files.createDirectory(folder.resolve(name));
    }
    server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            new HashMap<>(),
            new Dispatcher() {
              @Override
              public MockResponse dispatch(RecordedRequest request) {
                return answer(request);
              }
            },
            false);
    server.init();
    admin = server.createClient();
  }

  /** Whether bubblewrap works here. */
  static boolean canRun() {
    try {
      return new ProcessBuilder("bwrap", "--unshare-all", "--ro-bind", "/", "/", "true")
              .redirectErrorStream(true)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private MockResponse answer(RecordedRequest request) {
    String line = request.getMethod() + " " + request.getPath();
    if (line.contains(refused)) {
      requests.add(line);
      return new MockResponse().setResponseCode(403).setBody("{\"kind\":\"Status\",\"code\":403}");
    }
    if (request.getPath().contains("/exec?")) {
      requests.add(line);
      return new MockResponse()
          .withWebSocketUpgrade(
              new Execution(
                  request.getPath().contains(hanging)
                      ? List.of("sleep", "60")
                      : inPod(command(request))));
    }
    // It can be read once.
    String body = String.valueOf(request.getUtf8Body());
    requests.add(line + " " + body);
    if (line.startsWith("POST") && request.getPath().endsWith("/jobs")) {
      Job job = Serialization.unmarshal(body, Job.class);
      jobs.add(job);
      if (startsPods) {
        Thread.ofVirtual().start(() -> admin.resource(podOf(job)).create());
      }
    }
    return objects.dispatch(
        new RecordedRequest(
            request.getHttpVersion(),
            request.method(),
            request.getPath(),
            request.getHeaders(),
            new Buffer().writeUtf8(body)));
  }

  private static List<String> command(RecordedRequest request) {
    String query = request.getPath().substring(request.getPath().indexOf('?') + 1);
    return Arrays.stream(query.split("&"))
        .filter(each -> each.startsWith("command="))
        .map(each -> URLDecoder.decode(each.substring(8), StandardCharsets.UTF_8))
        .toList();
  }

  private List<String> inPod(List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of("bwrap", "--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"));
    all.addAll(List.of("--uid", "23456", "--gid", "23456", "--cap-drop", "ALL"));
    all.addAll(List.of("--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin"));
    all.addAll(List.of("--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"));
    all.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--dir", "/etc", "--dir", "/var"));
    for (String name : List.of("work", "tmp", "code")) {
      all.addAll(List.of("--bind", folder.resolve(name).toString(), "/" + name));
    }
    all.addAll(inside);
    all.addAll(List.of("--remount-ro", "/", "--die-with-parent", "--"));
    all.addAll(command);
    return all;
  }

  private Pod podOf(Job job) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(job.getMetadata().getName() + "-x")
            .withNamespace(NAMESPACE)
            .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
            .endMetadata()
            .withSpec(job.getSpec().getTemplate().getSpec())
            .withNewStatus()
            .withPhase("Running")
            .addNewContainerStatus()
            .withName(JobSpec.CONTAINER)
            .withReady(true)
            .withNewState()
            .withNewRunning()
            .endRunning()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    return change.apply(pod);
  }

  /** As an operator sets one up. */
  FakeCluster setUp() {
    admin.resource(gvisor()).create();
    admin.resource(closed()).create();
    return this;
  }

  private static RuntimeClass gvisor() {
    return new RuntimeClassBuilder()
        .withNewMetadata()
        .withName("gvisor")
        .endMetadata()
        .withHandler("runsc")
        .build();
  }

  /** Denies all that is not allowed by another. */
  static NetworkPolicy closed() {
    return new NetworkPolicyBuilder()
        .withNewMetadata()
        .withName("closed")
        .withNamespace(NAMESPACE)
        .endMetadata()
        .withNewSpec()
        .withNewPodSelector()
        .endPodSelector()
        .withPolicyTypes("Ingress", "Egress")
        .endSpec()
        .build();
  }

  KubernetesClient admin() {
    return admin;
  }

  KubernetesClient client() {
    return server.createClient();
  }

  /** Pods come out otherwise than they were asked for. */
  void changesPods(UnaryOperator<Pod> change) {
    this.change = change;
  }

  void startsNoPods() {
    startsPods = false;
  }

  /** Answers a request with 403 whose line holds a text. */
  void refuses(String text) {
    refused = text;
  }

  /** Commands that hold a text never end. */
  void hangsAt(String text) {
    hanging = text;
  }

  /** The containers of all pods end, for a reason. */
  void endsPods(String reason) {
    for (Pod pod : admin.pods().inNamespace(NAMESPACE).list().getItems()) {
      admin
          .resource(
              pod.edit()
                  .editStatus()
                  .editFirstContainerStatus()
                  .withNewState()
                  .withNewTerminated()
                  .withReason(reason)
                  .endTerminated()
                  .endState()
                  .endContainerStatus()
                  .endStatus()
                  .build())
          .update();
    }
  }

  /** What bubblewrap is told besides, in the place of having no network. */
  void inside(String... arguments) {
    inside.clear();
    inside.addAll(List.of(arguments));
  }

  List<Job> jobs() {
    return jobs;
  }

  /** Method, path and body. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    admin.close();
    server.destroy();
  }
}
