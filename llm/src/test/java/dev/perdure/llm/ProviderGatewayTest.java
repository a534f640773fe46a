package dev.perdure.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.PerdureError.Invalid;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.model.ModelListener;
import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Cancellation;
import dev.perdure.testkit.ModelServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProviderGatewayTest {

  /** A plug-in that answers with the model's name. */
  private record NameTeller(String name) implements ModelProvider {
    @Override
    public ModelReply call(
        ModelRequest request, ModelListener listener, Cancellation cancellation) {
      return new ModelReply(
          List.of(new ContentPart.Text(request.model())), TokenUsage.NONE, name, request.model());
    }
  }

  @Test
  void handsTheCallToTheProviderUnderItsBareName() {
    try (var gateway =
        ProviderGateway.create(LlmConfig.rehearsalOnly(), List.of(new NameTeller("teller")))) {
      var reply =
          gateway.call(Asks.user("teller/maker/model:v1", "hi"), text -> {}, Cancellation.NEVER);
      assertThat(reply.content()).containsExactly(new ContentPart.Text("maker/model:v1"));
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
    assertThatThrownBy(() ->
            ProviderGateway.create(LlmConfig.rehearsalOnly(), List.of(new NameTeller("rehearsal"))))
        .hasMessageContaining("rehearsal");
  }
}
