package dev.perdure.store;

import dev.perdure.core.session.ContentPart;
import dev.perdure.core.session.Role;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message that has no place in its thread yet. */
record NewMessage(UUID id, @Nullable String stepId, Role role, List<ContentPart> content) {

  private static final int SEARCHED_CHARACTERS = 20_000;

  NewMessage {
    content = List.copyOf(content);
  }

  /** What search may find of it: bounded, since an index entry is; nothing of what tools said. */
  @Nullable String searchable() {
    return role == Role.TOOL ? null : searchable(content);
  }

  /** The same of what anybody but a tool said. */
  static @Nullable String searchable(List<ContentPart> content) {
    String text = Texts.of(content);
    return text.isBlank()
        ? null
        : SearchWords.apart(text.substring(0, Math.min(text.length(), SEARCHED_CHARACTERS)));
  }
}
