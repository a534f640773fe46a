package dev.perdure.llm;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelGateway;
import dev.perdure.core.model.ModelListener;
import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelProviderFactory;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.ProviderConfig;
import dev.perdure.llm.rehearsal.RehearsalProvider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Hands each call to the provider that the model's name begins with. */
public final class ProviderGateway implements ModelGateway, AutoCloseable {
  private final Map<String, ModelProvider> providers;
  private final Map<String, String> notSetUp;
  private final String defaultModel;
  private final Transport transport;

  private ProviderGateway(
      List<ModelProvider> providers,
      Map<String, String> notSetUp,
      String defaultModel,
      Transport transport) {
    this.providers = byName(providers);
    this.notSetUp = Map.copyOf(notSetUp);
    this.defaultModel = defaultModel;
    this.transport = transport;
    check(defaultModel);
  }

  /**
   * The configured providers, the rehearsal model, and those that plug-ins provide.
   *
   * @throws PerdureException with {@code Invalid} if the default model names no provider
   * @throws IllegalArgumentException if two providers have the same name, or a plug-in's settings
   *     can't work
   */
  public static ProviderGateway create(LlmConfig config) {
    var plugIns = ServiceLoader.load(ModelProviderFactory.class).stream();
    return create(config, plugIns.map(ServiceLoader.Provider::get).toList());
  }

  /** As {@link #create(LlmConfig)}, with these plug-ins. */
  public static ProviderGateway create(LlmConfig config, List<ModelProviderFactory> plugIns) {
    var transport = new Transport(config.limits(), InstantSource.system());
    var providers = new ArrayList<ModelProvider>();
    for (ProviderConfig provider : config.providers()) {
      providers.add(BuiltIn.provider(provider, transport));
    }
    providers.add(new RehearsalProvider(config.rehearsalPause()));
    var notSetUp = new HashMap<>(BuiltIn.missing(config.providers()));
    for (ModelProviderFactory plugIn : plugIns) {
      plugIn
          .create(config.settings())
          .ifPresentOrElse(
              providers::add, () -> notSetUp.put(plugIn.name(), "what its plug-in needs"));
    }
    return new ProviderGateway(providers, notSetUp, config.defaultModel(), transport);
  }

  @Override
  public ModelReply call(ModelRequest request, ModelListener listener, Cancellation cancellation) {
    Name name = resolve(request.model());
    return name.provider().call(request.withModel(name.model()), listener, cancellation);
  }

  @Override
  public void check(String model) {
    var _ = resolve(model);
  }

  @Override
  public String defaultModel() {
    return defaultModel;
  }

  /** The names that may stand before the slash, in order. */
  public List<String> providers() {
    return List.copyOf(providers.keySet());
  }

  /** Ends the connections of calls that are still running. */
  @Override
  public void close() {
    transport.close();
  }

  private record Name(ModelProvider provider, String model) {}

  /** Only the first slash counts: some providers have slashes in their models' names. */
  private Name resolve(String model) {
    int slash = model.indexOf('/');
    if (slash < 1 || slash == model.length() - 1) {
      throw unknown("\"" + model + "\" is not of the form provider/model.");
    }
    String name = model.substring(0, slash);
    ModelProvider provider = providers.get(name);
    if (provider == null) {
      String needed = notSetUp.get(name);
      throw unknown(
          needed == null
              ? "There is no model provider \"" + name + "\"."
              : "Model provider \"" + name + "\" is not set up. Set " + needed + ".");
    }
    return new Name(provider, model.substring(slash + 1));
  }

  private PerdureException unknown(String problem) {
    String known = String.join(", ", providers.keySet());
    return PerdureException.invalid(
        "model_unknown", problem + " The providers configured here are: " + known + ".", "model");
  }

  private static Map<String, ModelProvider> byName(List<ModelProvider> providers) {
    var byName = new TreeMap<String, ModelProvider>();
    for (ModelProvider provider : providers) {
      if (byName.put(provider.name(), provider) != null) {
        throw new IllegalArgumentException(
            "Two model providers have the name \"" + provider.name() + "\".");
      }
    }
    return byName;
  }
}
