package dev.perdure.skills.custom.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tool as its server described it when somebody accepted it.
 *
 * @param name as its server calls it
 * @param toolName as agents call it
 * @param annotations hints of the server about itself; nothing relies on them unless told to
 * @param sha256 of all its server says of it; a call is made only while that is the same
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record OfferedTool(
    String name,
    String toolName,
    String title,
    String description,
    Map<String, Object> inputSchema,
    @Nullable Map<String, Object> outputSchema,
    Map<String, Object> annotations,
    String sha256) {

  boolean hints(String annotation) {
    return Boolean.TRUE.equals(annotations.get(annotation));
  }
}
