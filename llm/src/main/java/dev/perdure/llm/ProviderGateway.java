package dev.perdure.llm;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelGateway;
import dev.perdure.core.model.ModelListener;
import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelProviderFactory;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.net.OutboundClients;
import dev.perdure.core.port.ModelKeys;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.llm.http.Transport;
import dev.perdure.llm.provider.ProviderConfig;
import dev.perdure.llm.rehearsal.RehearsalProvider;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;

/** Hands each call to the provider that the model's name begins with. */
public final class ProviderGateway implements ModelGateway, AutoCloseable {
  private final Map<String, ModelProvider> providers;
  private final Map<String, String> notSetUp;
  private final String defaultModel;
  private final Transport transport;
  private final OwnProviders own;

  private ProviderGateway(
      List<ModelProvider> providers,
      Map<String, String> notSetUp,
      String defaultModel,
      Transport transport,
      OwnProviders own) {
    this.providers = byName(providers);
    this.notSetUp = Map.copyOf(notSetUp);
    this.defaultModel = defaultModel;
    this.transport = transport;
    this.own = own;
    check(defaultModel);
  }

  /**
   * The configured providers and the rehearsal model.
   *
   * @throws PerdureException with {@code Invalid} if the default model names no provider
   * @throws IllegalArgumentException if two providers have the same name, or a plug-in's settings
   *     can't work
   */
  public static ProviderGateway create(LlmConfig config) {
    return create(config, List.of());
  }

  /** As {@link #create(LlmConfig)}, with these plug-ins. */
  public static ProviderGateway create(LlmConfig config, List<ModelProviderFactory> plugIns) {
    return create(config, plugIns, ModelKeys.none(), OutboundClients.none());
  }

  /**
   * As {@link #create(LlmConfig)}, with these plug-ins; where an organization has a key of its own
   * at a provider, its calls are made with that.
   *
   * @param outbound what leads to the addresses that organizations choose
   */
  public static ProviderGateway create(
      LlmConfig config,
      List<ModelProviderFactory> plugIns,
      ModelKeys keys,
      OutboundClients outbound) {
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
    return new ProviderGateway(
        providers,
        notSetUp,
        config.defaultModel(),
        transport,
        new OwnProviders(keys, outbound, config.providers(), transport));
  }

  @Override
  public ModelReply call(ModelRequest request, ModelListener listener, Cancellation cancellation) {
    Name name = Name.of(request.model()).orElseThrow(() -> unnamed(request.model()));
    ModelProvider provider =
        own.find(request.step().run().orgId(), name.provider()).orElseGet(() -> installed(name));
    return provider.call(request.withModel(name.model()), listener, cancellation);
  }

  @Override
  public void check(String model) {
    var _ = installed(Name.of(model).orElseThrow(() -> unnamed(model)));
  }

  @Override
  public void check(OrgId orgId, String model) {
    if (Name.of(model).filter(name -> own.has(orgId, name.provider())).isEmpty()) {
      check(model);
    }
  }

  @Override
  public String defaultModel() {
    return defaultModel;
  }

  /** The names that may stand before the slash, in order. */
  public List<String> providers() {
    return List.copyOf(providers.keySet());
  }

  /** The providers at which an organization can have a key of its own, in order. */
  public static SortedSet<String> withOwnKeys() {
    return BuiltIn.known();
  }

  /** Ends the connections of calls that are still running. */
  @Override
  public void close() {
    transport.close();
  }

  /** Only the first slash counts: some providers have slashes in their models' names. */
  private record Name(String provider, String model) {

    static Optional<Name> of(String text) {
      int slash = text.indexOf('/');
      return slash < 1 || slash == text.length() - 1
          ? Optional.empty()
          : Optional.of(new Name(text.substring(0, slash), text.substring(slash + 1)));
    }
  }

  private ModelProvider installed(Name name) {
    ModelProvider provider = providers.get(name.provider());
    if (provider == null) {
      String needed = notSetUp.get(name.provider());
      throw unknown(
          needed == null
              ? "There is no model provider \"" + name.provider() + "\"."
              : "Model provider \"" + name.provider() + "\" is not set up. Set " + needed + ".");
    }
    return provider;
  }

  private PerdureException unnamed(String model) {
    return unknown("\"" + model + "\" is not of the form provider/model.");
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
