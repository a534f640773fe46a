package dev.perdure.llm;

import dev.perdure.core.model.ModelListener;
import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelProviderFactory;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.model.ModelSettings;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.skill.Cancellation;
import java.util.List;
import java.util.Optional;

/**
 * A plug-in as others would write it: its provider answers with a greeting and the model's name.
 */
public final class TellerFactory implements ModelProviderFactory {
  @Override
  public String name() {
    return "teller";
  }

  @Override
  public Optional<ModelProvider> create(ModelSettings settings) {
    return settings.get("TELLER_GREETING").map(Teller::new);
  }

  private record Teller(String greeting) implements ModelProvider {
    @Override
    public String name() {
      return "teller";
    }

    @Override
    public ModelReply call(
        ModelRequest request, ModelListener listener, Cancellation cancellation) {
      String text = greeting + " " + request.model();
      listener.text(text);
      return new ModelReply(
          List.of(new ContentPart.Text(text)), TokenUsage.NONE, name(), request.model());
    }
  }
}
