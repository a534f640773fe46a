package dev.perdure.core.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.perdure.core.tenant.OrgId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a transcript.
 *
 * @param seq its place in the thread, counted from 1 without gaps; a fork goes on counting after
 *     the part it refers to
 * @param runId the run that wrote it, if one did
 * @param stepId the step that wrote it, {@code <run_id>/<n>}
 */
public record Message(
    @JsonIgnore OrgId orgId,
    UUID id,
    UUID sessionId,
    UUID threadId,
    long seq,
    @Nullable UUID runId,
    @Nullable String stepId,
    Role role,
    List<ContentPart> content,
    Instant createdAt) {

  public Message {
    content = List.copyOf(content);
  }

  /** The text parts, joined. */
  @JsonIgnore
  public String text() {
    return content.stream()
        .filter(ContentPart.Text.class::isInstance)
        .map(part -> ((ContentPart.Text) part).text())
        .collect(Collectors.joining());
  }
}
