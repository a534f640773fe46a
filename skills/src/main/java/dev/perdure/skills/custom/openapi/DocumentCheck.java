package dev.perdure.skills.custom.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the usual reader of OpenAPI documents says is wrong with one. It resolves nothing here. */
final class DocumentCheck {

  private static final Pattern ATTRIBUTE = Pattern.compile("attribute (.+?)(?: is |$)");
  private static final Pattern STEP =
      Pattern.compile("'([^']*)'|\\(([^)]*)\\)|\\[([^\\]]*)\\]|([^.'()\\[\\]]+)");

  private DocumentCheck() {}

  /**
   * One thing that is wrong.
   *
   * @param pointer where, as near as it is known
   */
  record Finding(String pointer, String message) {

    /** Whether it is about what was chosen, or about the document as a whole. */
    boolean concerns(List<Listed> chosen) {
      return !pointer.startsWith("/paths/")
          || chosen.stream().anyMatch(one -> pointer.startsWith(one.pointer()));
    }
  }

  static List<Finding> findings(Document document) {
    ParseOptions options = new ParseOptions();
    options.setResolve(false);
    options.setResolveFully(false);
    SwaggerParseResult result = new OpenAPIV3Parser().parseJsonNode(null, document.root(), options);
    List<Finding> findings = new ArrayList<>();
    if (result.getMessages() != null) {
      for (String message : result.getMessages()) {
        // what is not known is left out, and harms nobody
        if (message != null && !message.contains("is unexpected")) {
          findings.add(new Finding(pointer(document, message), message + "."));
        }
      }
    }
    return findings;
  }

  private static String pointer(Document document, String message) {
    Matcher attribute = ATTRIBUTE.matcher(message);
    if (!attribute.find()) {
      return "";
    }
    StringBuilder pointer = new StringBuilder();
    JsonNode at = document.root();
    Matcher step = STEP.matcher(attribute.group(1));
    while (step.find()) {
      String name = step.group().replaceAll("^['(\\[]|['\\])]$", "");
      JsonNode next = at.path(name);
      if (next.isMissingNode() && at.isArray() && name.matches("\\d{1,6}")) {
        next = at.path(Integer.parseInt(name));
      }
      if (next.isMissingNode()) {
        break;
      }
      pointer.append('/').append(Document.escaped(name));
      at = next;
    }
    return pointer.toString();
  }
}
