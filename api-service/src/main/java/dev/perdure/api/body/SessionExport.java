package dev.perdure.api.body;

import dev.perdure.core.session.Message;
import dev.perdure.core.session.Session;
import java.util.List;

/** A whole session. */
public record SessionExport(Session session, List<Message> messages) {
  public SessionExport {
    messages = List.copyOf(messages);
  }
}
