package dev.perdure.e2e.harness;

import dev.perdure.devstack.fetch.FileTree;
import dev.perdure.devstack.process.Ports;
import dev.perdure.devstack.process.ProcessSpec;
import dev.perdure.e2e.client.PerdureClient;
import dev.perdure.testkit.EffectRecorder;
import dev.perdure.testkit.ModelServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The product as it runs in the world: API nodes and workers as processes of their own, a model
 * provider and an effect recorder that know nothing of it. Everything ends with this JVM.
 */
public final class PerdureStack implements AutoCloseable {

  /** How agents name the testkit's model server. */
  public static final String SCRIPTED_MODEL = "custom/scripted";

  private final Ground ground;
  private final Path folder;
  private final ProductEnvironment environment;
  private final ModelServer models;
  private final EffectRecorder recorder;
  private final Halts halts;
  private final Tenants tenants;
  private final Tenant tenant;
  private final List<ProductProcess> apis = new ArrayList<>();
  private final List<ProductProcess> workers = new ArrayList<>();
  private final List<String> apiUrls = new ArrayList<>();

  private PerdureStack(Ground ground, ModelServer models, Map<String, String> settings) {
    this.ground = ground;
    this.folder = newFolder();
    this.models = models;
    this.recorder = EffectRecorder.start(folder.resolve("effects.jsonl"));
    this.halts = new Halts(folder);
    this.environment =
        ProductEnvironment.of(ground, models, recorder, halts.orders()).with(settings);
    this.tenants = new Tenants(environment, folder);
    tenants.migrate();
    this.tenant = tenants.make("first");
  }

  /**
   * Prepares the database, starts the processes, and waits until all are ready.
   *
   * @param settings environment variables of the product besides the addresses
   */
  public static PerdureStack start(
      Ground ground, int apis, int workers, Map<String, String> settings) {
    return start(ground, ModelServer.start(), apis, workers, settings);
  }

  /** The same with a model server that was started already. It ends with the stack. */
  public static PerdureStack start(
      Ground ground, ModelServer models, int apis, int workers, Map<String, String> settings) {
    PerdureStack stack = new PerdureStack(ground, models, settings);
    for (int i = 0; i < apis; i++) {
      stack.launchApi();
    }
    for (int i = 0; i < workers; i++) {
      stack.launchWorker();
    }
    stack.apis.forEach(ProductProcess::awaitReady);
    stack.workers.forEach(ProductProcess::awaitReady);
    return stack;
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("perdure-e2e-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one more API node; does not wait. */
  public ProductProcess launchApi() {
    int port = Ports.free();
    apiUrls.add("http://127.0.0.1:" + port);
    ProductProcess api = launch("server", "api-" + (apis.size() + 1), port);
    apis.add(api);
    return api;
  }

  /** Starts one more worker; does not wait. */
  public ProductProcess launchWorker() {
    ProductProcess worker = launch("worker", "worker-" + (workers.size() + 1), Ports.free());
    workers.add(worker);
    return worker;
  }

  private ProductProcess launch(String role, String name, int port) {
    int adminPort = Ports.free();
    ProcessSpec spec =
        ProcessSpec.of(
            name,
            environment.command(role),
            environment.variables(port, adminPort),
            folder,
            folder.resolve(name + ".log"));
    return ProductProcess.launch(spec, URI.create(environment.readiness(role, port, adminPort)));
  }

  public Ground ground() {
    return ground;
  }

  public ModelServer models() {
    return models;
  }

  public EffectRecorder recorder() {
    return recorder;
  }

  public Halts halts() {
    return halts;
  }

  public List<ProductProcess> apis() {
    return List.copyOf(apis);
  }

  public List<ProductProcess> workers() {
    return List.copyOf(workers);
  }

  /** The process of the product with this id. */
  public ProductProcess byPid(long pid) {
    return java.util.stream.Stream.concat(apis.stream(), workers.stream())
        .filter(process -> process.pid() == pid)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no process " + pid));
  }

  /** The first organization. */
  public Tenant tenant() {
    return tenant;
  }

  /** Makes another organization. */
  public Tenant newTenant(String slug) {
    return tenants.make(slug);
  }

  /** Where the API nodes answer. */
  public List<String> apiUrls() {
    return List.copyOf(apiUrls);
  }

  /** The first API node, as the first organization. */
  public PerdureClient client() {
    return new PerdureClient(apiUrls.getFirst(), tenant.apiKey());
  }

  /** Where logs and other files of this stack are. */
  public Path folder() {
    return folder;
  }

  /** Makes sure that all workers are alive and ready. */
  public void reviveWorkers() {
    workers.stream().filter(worker -> !worker.isAlive()).forEach(ProductProcess::restart);
    workers.forEach(ProductProcess::awaitReady);
  }

  @Override
  public void close() {
    workers.forEach(ProductProcess::kill9);
    apis.forEach(ProductProcess::kill9);
    models.close();
    recorder.close();
    ground.close();
    if (!Boolean.getBoolean("perdure.keep")) {
      FileTree.delete(folder);
    }
  }
}
