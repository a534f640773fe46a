package dev.perdure.api.temporal;

import com.uber.m3.tally.Scope;
import dev.perdure.api.config.TemporalConfig;
import dev.perdure.workflows.RunPayloads;
import io.dropwizard.lifecycle.Managed;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two ways to one Temporal: a hasty one for starting, ringing and looking, that gives up soon, and
 * a patient one for workers. Both are opened on first use, so that a process starts quickly and
 * without Temporal.
 */
public final class TemporalConnection implements Managed {

  private static final Duration RECONNECT = Duration.ofSeconds(2);
  private static final long CLOSE_SECONDS = 2;

  private final TemporalConfig config;
  private final Scope metrics;
  private final DataConverter converter;
  private @Nullable WorkflowServiceStubs hasty;
  private @Nullable WorkflowServiceStubs patient;
  private @Nullable WorkflowClient client;

  /**
   * @param codec encrypts what crosses workflows, where that is configured
   */
  public TemporalConnection(TemporalConfig config, Scope metrics, RunPayloadCodec codec) {
    this.config = config;
    this.metrics = metrics;
    // With its messages and stack traces, when payloads are encrypted.
    this.converter =
        new CodecDataConverter(RunPayloads.converter(), List.of(codec), config.encryptPayloads());
  }

  public TemporalConfig config() {
    return config;
  }

  /** For starting, ringing and looking. */
  public synchronized WorkflowClient client() {
    if (client == null) {
      client = client(stubs());
    }
    return client;
  }

  /** For a worker. */
  public synchronized WorkflowClient workerClient() {
    if (patient == null) {
      patient = WorkflowServiceStubs.newServiceStubs(options().build());
    }
    return client(patient);
  }

  /** The service behind {@link #client()}. */
  public synchronized WorkflowServiceStubs stubs() {
    if (hasty == null) {
      hasty =
          WorkflowServiceStubs.newServiceStubs(
              options()
                  .setRpcTimeout(config.rpcDeadline())
                  .setSystemInfoTimeout(config.rpcDeadline())
                  .setRpcRetryOptions(
                      RpcRetryOptions.newBuilder()
                          .setMaximumAttempts(2)
                          .setExpiration(config.rpcDeadline())
                          .build())
                  .build());
    }
    return hasty;
  }

  /**
   * Returns when Temporal knows our namespace.
   *
   * @throws io.grpc.StatusRuntimeException when it can't be reached or has no such namespace
   */
  public void ping(Duration deadline) {
    stubs()
        .blockingStub()
        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS)
        .describeNamespace(
            DescribeNamespaceRequest.newBuilder().setNamespace(config.namespace()).build());
  }

  @Override
  public void stop() {
    close(patient);
    close(hasty);
  }

  private WorkflowClient client(WorkflowServiceStubs stubs) {
    return WorkflowClient.newInstance(
        stubs,
        WorkflowClientOptions.newBuilder()
            .setNamespace(config.namespace())
            .setDataConverter(converter)
            .build());
  }

  private WorkflowServiceStubsOptions.Builder options() {
    return TemporalTlsSetup.apply(
        config.tls(),
        WorkflowServiceStubsOptions.newBuilder()
            .setTarget(config.address())
            .setConnectionBackoffResetFrequency(RECONNECT)
            .setMetricsScope(metrics));
  }

  private static void close(@Nullable WorkflowServiceStubs stubs) {
    if (stubs != null) {
      stubs.shutdownNow();
      stubs.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
