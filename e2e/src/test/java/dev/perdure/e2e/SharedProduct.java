package dev.perdure.e2e;

import dev.perdure.devstack.SharedDevStack;
import dev.perdure.e2e.harness.Ground;
import dev.perdure.e2e.harness.PerdureStack;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests that kill nothing the one product they share: an API node and a worker. */
final class SharedProduct implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == PerdureStack.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedProduct.class))
        .getOrComputeIfAbsent("product", key -> new Holder(), Holder.class)
        .stack;
  }

  /** Ends the product with the test run. */
  private static final class Holder implements AutoCloseable {
    private final PerdureStack stack =
        PerdureStack.start(
            Ground.shared(SharedDevStack.get().forTest(SharedProduct.class)),
            1,
            1,
            Map.of("PERDURE_HEARTBEAT", "2s", "PERDURE_RECONCILE_INTERVAL", "2s"));

    @Override
    public void close() {
      stack.close();
    }
  }
}
