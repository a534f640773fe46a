package dev.perdure.skills.custom.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.JsonSchemas;
import dev.perdure.core.skill.ToolNames;
import dev.perdure.skills.custom.SkillFlaws;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes of a document, and of what a person chose of it, what is kept. */
final class DefinitionReader {

  private static final int MOST_SHOWN = 200;
  private static final int MOST_WARNINGS = 20;

  private final Document document;
  private final OpenApiDraft draft;
  private final JsonSchemas schemas;
  private final SkillFlaws flaws;

  DefinitionReader(Document document, OpenApiDraft draft, JsonSchemas schemas, SkillFlaws flaws) {
    this.document = document;
    this.draft = draft;
    this.schemas = schemas;
    this.flaws = flaws;
  }

  OpenApiDefinition definition() {
    String version = document.root().path("openapi").asText();
    if (!version.matches("3\\.[01](\\..*)?")) {
      flaw(
          document.root().has("swagger") ? "/swagger" : "/openapi",
          "Only OpenAPI 3.0 and 3.1 are read. Convert the document first.");
      flaws.refuse();
    }
    List<Listed> all = Listed.of(document);
    List<Listed> chosen = chosen(all);
    flaws.refuse();
    List<String> warnings = new ArrayList<>();
    for (DocumentCheck.Finding finding : DocumentCheck.findings(document)) {
      if (finding.concerns(chosen)) {
        flaw(finding.pointer(), finding.message());
      } else if (warnings.size() < MOST_WARNINGS) {
        warnings.add(Document.shown(finding.message()));
      }
    }
    String server = server();
    OperationReader reader = new OperationReader(document, new ToolNames(draft.prefix()));
    List<Operation> operations = new ArrayList<>();
    for (Listed listed : chosen) {
      try {
        Operation operation = reader.read(listed, draft.auth());
        check(operation);
        operations.add(operation);
      } catch (IllegalArgumentException e) {
        flaw(listed.pointer(), listed.id() + ": " + e.getMessage() + ".");
      }
    }
    return new OpenApiDefinition(
        draft.instructions(),
        draft.documentUrl(),
        server,
        draft.idempotencyHeader(),
        draft.timeoutSeconds(),
        draft.overrides(),
        operations,
        warnings);
  }

  private void check(Operation operation) {
    for (Operation.Parameter parameter : operation.parameters()) {
      if (!RequestBuilder.inPath(operation, parameter)) {
        throw new IllegalArgumentException(
            "its path has no place for the parameter \"" + parameter.name() + "\"");
      }
    }
    try {
      schemas.check(operation.inputSchema());
    } catch (PerdureException e) {
      throw new IllegalArgumentException(Document.shown(e.error().message()), e);
    }
  }

  private List<Listed> chosen(List<Listed> all) {
    if (draft.operations().isEmpty()) {
      throw PerdureException.invalid(
          "operations_missing",
          "Choose operations, at most "
              + OpenApiDraft.MOST_OPERATIONS
              + ". The document has:\n"
              + String.join("\n", all.stream().limit(MOST_SHOWN).map(Listed::shown).toList()),
          "/settings/operations");
    }
    Set<Listed> chosen = new LinkedHashSet<>();
    for (String choice : draft.operations()) {
      List<Listed> found = all.stream().filter(one -> one.isChosenBy(choice)).toList();
      if (found.size() == 1) {
        chosen.add(found.getFirst());
      } else {
        flaws.add(
            "/settings/operations",
            found.isEmpty()
                ? "The document has no operation \"" + Document.shown(choice) + "\"."
                : "The document has several operations \""
                    + Document.shown(choice)
                    + "\". Choose by method and path.");
      }
    }
    for (String overridden : draft.overrides().keySet()) {
      if (chosen.stream().noneMatch(one -> one.id().equals(overridden))) {
        flaws.add(
            "/settings/overrides",
            "No operation \"" + Document.shown(overridden) + "\" was chosen.");
      }
    }
    return List.copyOf(chosen);
  }

  private String server() {
    if (!draft.server().isEmpty()) {
      return draft.server();
    }
    JsonNode first = document.root().path("servers").path(0);
    String url = first.path("url").asText("/");
    for (Map.Entry<String, JsonNode> variable : first.path("variables").properties()) {
      url =
          url.replace("{" + variable.getKey() + "}", variable.getValue().path("default").asText());
    }
    try {
      String absolute =
          draft.documentUrl().isEmpty()
              ? url
              : URI.create(draft.documentUrl()).resolve(url).toString();
      if (absolute.matches("(?i)https?://[^\\s?#{}]+")) {
        return absolute.endsWith("/") ? absolute.substring(0, absolute.length() - 1) : absolute;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    flaw(
        "/servers/0/url",
        "The document names no server with an http or https URL. Give one with the setting"
            + " \"server\".");
    return "";
  }

  private void flaw(String pointer, String message) {
    flaws.add(document.file(), document.line(pointer), null, Document.shown(message));
  }
}
