package dev.perdure.skills.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClassBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
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
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers as a cluster does. Each Job has its pod at once, which bubblewrap plays, so that the
 * commands and the program of the probe are the true ones.
 */
public final class FakeCluster implements AutoCloseable {

  public static final String NAMESPACE = "sandbox";

  private static final String ADMIN = "admin";
  private static final Pattern POD = Pattern.compile("/pods/([^/?]+)/exec");
  private static final Pattern DELETED = Pattern.compile("DELETE /apis/batch.*/jobs/([^/?]+)");

  private final KubernetesCrudDispatcher objects = new KubernetesCrudDispatcher();
  private final KubernetesMockServer server;
  private final KubernetesClient admin;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Job> jobs = new CopyOnWriteArrayList<>();
  private final List<Execution> executions = new CopyOnWriteArrayList<>();
  private final Map<String, FakePod> pods = new ConcurrentHashMap<>();
  private final List<String> inside = new ArrayList<>(List.of("--unshare-net"));
  private UnaryOperator<Pod> change = pod -> pod;
  private final AtomicInteger away = new AtomicInteger();
  private final AtomicLong said = new AtomicLong();
  private volatile boolean startsPods = true;
  private volatile String refused = "nothing";
  private volatile String hanging = "nothing";

  public FakeCluster() {
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
    admin = client(ADMIN);
  }

  /** Whether bubblewrap works here. */
  public static boolean canRun() {
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
    boolean ofWorker = !ADMIN.equals(request.getHeader("User-Agent"));
    if (ofWorker && away.getAndUpdate(times -> Math.max(0, times - 1)) > 0) {
      return new MockResponse().setResponseCode(503);
    }
    if (ofWorker && line.contains(refused)) {
      requests.add(line);
      return new MockResponse().setResponseCode(403).setBody("{\"kind\":\"Status\",\"code\":403}");
    }
    if (request.getPath().contains("/exec?")) {
      requests.add(line);
      return exec(request);
    }
    // It can be read once.
    String body = String.valueOf(request.getUtf8Body());
    if (ofWorker) {
      requests.add(line + " " + body);
    }
    if (line.startsWith("POST") && request.getPath().endsWith("/jobs")) {
      Job job = Serialization.unmarshal(body, Job.class);
      jobs.add(job);
      if (startsPods) {
        Thread.ofVirtual().start(() -> startPod(job));
      }
    }
    Matcher deleted = DELETED.matcher(line);
    if (deleted.find()) {
      endPod(deleted.group(1) + "-x");
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

  private MockResponse exec(RecordedRequest request) {
    Matcher name = POD.matcher(request.getPath());
    FakePod pod = name.find() ? pods.get(name.group(1)) : null;
    if (pod == null || !pod.lives()) {
      return new MockResponse().setResponseCode(500).setBody("{\"kind\":\"Status\",\"code\":500}");
    }
    boolean hangs = request.getPath().contains(hanging);
    Execution execution =
        new Execution(pod.inside(hangs ? List.of("sleep", "60") : command(request)), said);
    executions.add(execution);
    return new MockResponse().withWebSocketUpgrade(execution);
  }

  private void startPod(Job job) {
    Pod pod = podOf(job);
    try {
      pods.put(
          pod.getMetadata().getName(),
          FakePod.start(job.getSpec().getTemplate().getSpec(), inside));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    admin.resource(pod).create();
  }

  private void endPod(String name) {
    FakePod pod = pods.get(name);
    if (pod != null) {
      pod.close();
    }
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
  public FakeCluster setUp() {
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

  /** As a worker reaches it. */
  public KubernetesClient client() {
    return client("worker");
  }

  private KubernetesClient client(String name) {
    try (KubernetesClient usual = server.createClient()) {
      return new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder(usual.getConfiguration())
                  .withUserAgent(name)
                  .withRequestRetryBackoffLimit(0)
                  .build())
          .withHttpClientFactory(new JdkHttpClientFactory())
          .build();
    }
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

  /** Answers the next requests with 503. */
  void isAway(int times) {
    away.set(times);
  }

  /** All that was said by commands, in bytes. */
  long said() {
    return said.get();
  }

  /** All connections to pods end; what was run in them runs on. */
  void breaksOff() {
    executions.forEach(Execution::breakOff);
  }

  /** All pods end at once; why is told a little later. */
  void killsPods(String reason) {
    pods.values().forEach(FakePod::close);
    CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(() -> endsPods(reason));
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

  /** The names of those that were not deleted. */
  public List<String> leftJobs() {
    return admin.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems().stream()
        .map(job -> job.getMetadata().getName())
        .toList();
  }

  /** Method, path and body of each that came from a worker. */
  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    pods.values().forEach(FakePod::close);
    admin.close();
    server.destroy();
  }
}
