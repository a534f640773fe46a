package dev.perdure.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureError.Invalid;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelProviderFactory;
import dev.perdure.core.model.ModelSettings;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.llm.rehearsal.RehearsalProvider;
import dev.perdure.testkit.ModelServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProviderGatewayTest {

  @Test
  void handsTheCallToAPlugInUnderItsBareName() {
    var config = LlmConfig.fromEnvironment(Map.of("TELLER_GREETING", "I am"));
    try (var gateway = ProviderGateway.create(config, List.of(new TellerFactory()))) {
      var reply =
          gateway.call(Asks.user("teller/maker/model:v1", "hi"), text -> {}, Cancellation.NEVER);
      assertThat(reply.content()).containsExactly(new ContentPart.Text("I am maker/model:v1"));
    }
  }

  @Test
  void aPlugInThatIsNotSetUpIsNotThere() {
    try (var gateway =
        ProviderGateway.create(LlmConfig.rehearsalOnly(), List.of(new TellerFactory()))) {
      assertThat(gateway.providers()).containsExactly("rehearsal");
      var failure =
          catchThrowableOfType(PerdureException.class, () -> gateway.check("teller/model"));
      assertThat(failure.error().message()).contains("teller\" is not set up");
    }
  }

  @Test
  void callsTheFirstModelOfAConfiguredServer() {
    try (var server = ModelServer.start();
        var gateway =
            ProviderGateway.create(
                LlmConfig.fromEnvironment(Map.of("PERDURE_MODEL_URL", server.baseUrl())))) {
      assertThat(gateway.defaultModel()).isEqualTo("custom/default");
      var reply =
          gateway.call(Asks.user(gateway.defaultModel(), "hi"), text -> {}, Cancellation.NEVER);
      assertThat(reply.content()).containsExactly(new ContentPart.Text("You said: hi"));
      assertThat(reply.provider()).isEqualTo("custom");
      assertThat(reply.model()).isEqualTo("scripted");
    }
  }

  @Test
  void saysWhichProvidersThereAreWhenANameFitsNone() {
    try (var gateway = ProviderGateway.create(LlmConfig.rehearsalOnly())) {
      for (String model : List.of("gpt", "nobody/x", "/x", "rehearsal/")) {
        var failure = catchThrowableOfType(PerdureException.class, () -> gateway.check(model));
        assertThat(failure.error()).isInstanceOf(Invalid.class);
        assertThat(failure.error().message()).contains("rehearsal");
      }
      gateway.check(gateway.defaultModel());
    }
  }

  @Test
  void refusesADefaultModelThatNobodyProvidesAndNamesGivenTwice() {
    var config = LlmConfig.fromEnvironment(Map.of("PERDURE_MODEL", "nobody/x"));
    assertThatThrownBy(() -> ProviderGateway.create(config)).isInstanceOf(PerdureException.class);
    assertThatThrownBy(
            () -> ProviderGateway.create(LlmConfig.rehearsalOnly(), List.of(new Impostor())))
        .hasMessageContaining("rehearsal");
  }

  /** Takes the rehearsal model's name. */
  private static final class Impostor implements ModelProviderFactory {
    @Override
    public String name() {
      return "rehearsal";
    }

    @Override
    public Optional<ModelProvider> create(ModelSettings settings) {
      return Optional.of(new RehearsalProvider(Duration.ZERO));
    }
  }
}
