package dev.perdure.skills.sandbox.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Reaches the cluster: by a file, or by what a pod is told about the one it runs in. */
public record Cluster(KubernetesSettings settings) implements Supplier<KubernetesClient> {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int REQUEST_MILLIS = 10_000;
  private static final int TRIES_MORE = 2;

  @Override
  public KubernetesClient get() {
    Path kubeconfig = settings.kubeconfig();
    Config found =
        kubeconfig == null
            ? Config.autoConfigure(null)
            : Config.fromKubeconfig(kubeconfig.toFile());
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(found)
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(REQUEST_MILLIS)
                .withRequestRetryBackoffLimit(TRIES_MORE)
                .build())
        .withHttpClientFactory(new JdkHttpClientFactory())
        .build();
  }
}
