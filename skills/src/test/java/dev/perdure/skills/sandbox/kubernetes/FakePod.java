package dev.perdure.skills.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pod, played by bubblewrap: one process namespace and its folders in memory, from its start
 * until it is deleted. What is run in it joins it, and what that leaves running runs on.
 */
final class FakePod implements AutoCloseable {

  private static final Pattern FIRST = Pattern.compile("\"child-pid\": (\\d+)");

  private final Process process;
  private final String first;
  private final boolean ownNetwork;

  private FakePod(Process process, String first, boolean ownNetwork) {
    this.process = process;
    this.first = first;
    this.ownNetwork = ownNetwork;
  }

  /** Starts the command of the container. */
  static FakePod start(PodSpec spec, List<String> inside) throws IOException {
    List<String> all = new ArrayList<>(List.of("bwrap", "--unshare-user", "--unshare-pid"));
    all.addAll(List.of("--unshare-ipc", "--unshare-uts", "--as-pid-1", "--info-fd", "1"));
    all.addAll(List.of("--uid", "23456", "--gid", "23456", "--cap-drop", "ALL"));
    all.addAll(List.of("--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin"));
    all.addAll(List.of("--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"));
    all.addAll(List.of("--proc", "/proc", "--dev", "/dev", "--dir", "/etc", "--dir", "/var"));
    for (Volume volume : spec.getVolumes()) {
      all.addAll(List.of("--size", bytes(volume.getEmptyDir().getSizeLimit())));
      all.addAll(List.of("--tmpfs", "/" + volume.getName()));
    }
    all.addAll(inside);
    all.addAll(List.of("--remount-ro", "/", "--die-with-parent", "--"));
    all.addAll(List.of("sh", "-c", "echo up >&2; exec \"$@\"", "sh"));
    all.addAll(spec.getContainers().getFirst().getCommand());
    ProcessBuilder builder = new ProcessBuilder(all);
    tellOfTheCluster(builder);
    Process process = builder.start();
    String told = reader(process.getInputStream()).lines().collect(Collectors.joining());
    Matcher found = FIRST.matcher(told);
    // Before that its folders may not be there.
    boolean up = reader(process.getErrorStream()).lines().anyMatch("up"::equals);
    if (!found.find() || !up) {
      process.destroyForcibly();
      throw new IOException("no pod: " + told);
    }
    return new FakePod(process, found.group(1), inside.contains("--unshare-net"));
  }

  /** As a kubelet does to all containers and to all that is run in them. */
  static void tellOfTheCluster(ProcessBuilder builder) {
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("KUBERNETES_SERVICE_HOST", "127.0.0.1");
    builder.environment().put("KUBERNETES_SERVICE_PORT", "1");
  }

  private static String bytes(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity).toBigInteger().toString();
  }

  private static BufferedReader reader(InputStream from) {
    return new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8));
  }

  /** What runs a command in it. */
  List<String> inside(List<String> command) {
    List<String> all = new ArrayList<>(List.of("nsenter", "--target", first, "--user"));
    all.addAll(List.of("--preserve-credentials", "--mount", "--pid", "--ipc", "--uts"));
    if (ownNetwork) {
      all.add("--net");
    }
    all.addAll(command);
    return all;
  }

  boolean lives() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
