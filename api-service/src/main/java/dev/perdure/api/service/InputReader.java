package dev.perdure.api.service;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.api.problem.JsonFaults;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.session.ContentPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a run's input: a text, or a list of content parts. */
final class InputReader {

  private static final String FIELD = "/input";

  private final ObjectMapper mapper;

  InputReader(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  List<ContentPart> read(@Nullable JsonNode input) {
    JsonNode given = Checks.required(input == null || input.isNull() ? null : input, FIELD);
    List<ContentPart> parts = new ArrayList<>();
    if (given.isTextual()) {
      parts.add(checked(new ContentPart.Text(given.textValue()), FIELD));
    } else if (given.isArray()) {
      for (int i = 0; i < given.size(); i++) {
        parts.add(part(given.get(i), FIELD + "/" + i));
      }
    } else {
      throw Checks.invalid(FIELD, "must be a text or a list of content parts");
    }
    if (parts.isEmpty()) {
      throw Checks.invalid(FIELD, "must have one part at least");
    }
    return parts;
  }

  private ContentPart part(JsonNode node, String field) {
    try {
      ContentPart part = mapper.treeToValue(node, ContentPart.class);
      return checked(Checks.required(part, field), field);
    } catch (JsonProcessingException e) {
      throw below(field, JsonFaults.error(e, "json"));
    }
  }

  /** The fault of a part, told from where the part is in the request. */
  private static PerdureException below(String field, PerdureError.Invalid error) {
    String inner = error.field();
    if (inner == null || inner.isEmpty()) {
      return Checks.invalid(field, "is no content part (text, image, file)");
    }
    return PerdureException.invalid(
        error.code(), error.message().replace(inner, field + inner), field + inner);
  }

  // Jackson leaves what is missing null, whatever the record says.
  @SuppressWarnings("NullAway")
  private static ContentPart checked(ContentPart part, String field) {
    switch (part) {
      case ContentPart.Text text -> {
        Checks.required(text.text(), field + "/text");
        if (text.text().isBlank()) {
          throw Checks.invalid(field, "must not be empty");
        }
        Checks.noNul(text.text(), field);
      }
      case ContentPart.Image image -> {
        Checks.required(image.mediaType(), field + "/media_type");
        if ((image.url() == null) == (image.data() == null)) {
          throw Checks.invalid(field, "must have either url or data");
        }
      }
      case ContentPart.File file -> {
        Checks.required(file.name(), field + "/name");
        Checks.required(file.mediaType(), field + "/media_type");
        Checks.required(file.path(), field + "/path");
      }
      case ContentPart.ToolCall _, ContentPart.ToolResult _ ->
          throw Checks.invalid(field + "/type", "must be text, image or file in an input");
    }
    return part;
  }
}
