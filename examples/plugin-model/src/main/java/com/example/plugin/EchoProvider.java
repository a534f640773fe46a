package com.example.plugin;

import dev.perdure.core.model.ModelListener;
import dev.perdure.core.model.ModelProvider;
import dev.perdure.core.model.ModelReply;
import dev.perdure.core.model.ModelRequest;
import dev.perdure.core.run.TokenUsage;
import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Message;
import dev.perdure.core.session.Role;
import dev.perdure.core.skill.Cancellation;
import java.util.List;

/** Says again what the user said last, word by word. */
final class EchoProvider implements ModelProvider {

  private final String prefix;

  EchoProvider(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public ModelReply call(ModelRequest request, ModelListener listener, Cancellation cancellation) {
    String said =
        request.messages().stream()
            .filter(message -> message.role() == Role.USER)
            .reduce((first, second) -> second)
            .map(Message::text)
            .orElse("");
    String answer = prefix + " " + said;
    List<String> words = List.of(answer.split("(?<= )"));
    for (String word : words) {
      cancellation.throwIfRequested();
      listener.text(word);
    }
    return new ModelReply(
        List.of(new ContentPart.Text(answer)),
        new TokenUsage(words.size(), 0, words.size(), 0),
        name(),
        request.model());
  }
}
