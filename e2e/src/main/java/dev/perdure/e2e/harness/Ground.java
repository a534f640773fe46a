package dev.perdure.e2e.harness;

import dev.perdure.devstack.DevStack;
import dev.perdure.devstack.DevStackOptions;
import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.StackAddresses;
import dev.perdure.devstack.TestStack;
import dev.perdure.devstack.fetch.FileTree;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The servers a product stands on.
 *
 * @param database an empty database of its own
 * @param own the servers themselves, when they may be killed
 */
public record Ground(
    PostgresAddress database,
    String redisUrl,
    String temporalAddress,
    String taskQueue,
    Optional<Own> own)
    implements AutoCloseable {

  /** Servers of its own, to be killed and started again. */
  public static Ground fresh() {
    return fresh(Map.of());
  }

  /**
   * Servers of its own, to be killed and started again.
   *
   * @param dynamicConfig what that Temporal is told besides the usual, as JSON
   */
  public static Ground fresh(Map<String, String> dynamicConfig) {
    DevStackOptions options = told(DevStackOptions.forTests(), dynamicConfig);
    DevStack stack = DevStack.start(options);
    StackAddresses at = stack.addresses();
    return new Ground(
        stack.createDatabase("perdure"),
        at.redisUrl(),
        at.temporalAddress(),
        "perdure",
        Optional.of(new Own(stack, Objects.requireNonNull(options.data().getParent()))));
  }

  /** What a test has for itself of the shared servers. */
  public static Ground shared(TestStack stack) {
    return new Ground(
        stack.postgres(),
        stack.redisUrl(),
        stack.temporalAddress(),
        stack.taskQueue(),
        Optional.empty());
  }

  /**
   * What a test has for itself of the shared servers, but a Temporal of its own.
   *
   * @param dynamicConfig what that Temporal is told besides the usual, as JSON
   */
  public static Ground withOwnTemporal(TestStack shared, Map<String, String> dynamicConfig) {
    DevStackOptions options = told(DevStackOptions.forTests().besides(shared), dynamicConfig);
    DevStack stack = DevStack.start(options);
    return new Ground(
        shared.postgres(),
        shared.redisUrl(),
        stack.addresses().temporalAddress(),
        shared.taskQueue(),
        Optional.of(new Own(stack, options.folder())));
  }

  private static DevStackOptions told(DevStackOptions options, Map<String, String> dynamicConfig) {
    DevStackOptions told = options;
    for (var value : dynamicConfig.entrySet()) {
      told = told.withDynamicConfig(value.getKey(), value.getValue());
    }
    return told;
  }

  /** The servers, which must be its own. */
  public DevStack servers() {
    return own.orElseThrow(() -> new IllegalStateException("these servers are shared")).stack();
  }

  @Override
  public void close() {
    own.ifPresent(Own::discard);
  }

  /** Servers nobody else uses, and the folder of their data. */
  record Own(DevStack stack, Path folder) {

    void discard() {
      stack.discard();
      FileTree.delete(folder);
    }
  }
}
