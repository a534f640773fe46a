package dev.perdure.skills.custom.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perdure.skills.custom.openapi.Operation.Carrier;
import dev.perdure.skills.custom.openapi.Operation.Credential;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what an operation must be sent with: the first alternative that can be sent from here. */
final class SecurityReader {

  private final Document document;

  SecurityReader(Document document) {
    this.document = document;
  }

  /**
   * The credentials of an operation.
   *
   * @throws IllegalArgumentException when there is no alternative that is known here
   */
  List<Credential> read(JsonNode operation) {
    JsonNode alternatives =
        operation.has("security") ? operation.path("security") : document.root().path("security");
    String reason = "";
    boolean open = alternatives.isEmpty();
    for (JsonNode alternative : alternatives) {
      open |= alternative.isEmpty();
      try {
        if (!alternative.isEmpty()) {
          return credentials(alternative);
        }
      } catch (IllegalArgumentException e) {
        reason = String.valueOf(e.getMessage());
      }
    }
    if (open) {
      return List.of();
    }
    throw new IllegalArgumentException(reason);
  }

  private List<Credential> credentials(JsonNode alternative) {
    List<Credential> credentials = new ArrayList<>();
    alternative.fieldNames().forEachRemaining(scheme -> credentials.add(credential(scheme)));
    return credentials;
  }

  private Credential credential(String scheme) {
    JsonNode found =
        document.resolved(document.root().path("components").path("securitySchemes").path(scheme));
    String secret = scheme.replaceAll("[^A-Za-z0-9_-]", "_");
    String type = found.path("type").asText();
    String name = found.path("name").asText();
    Optional<Carrier> carrier =
        switch (type
            + " "
            + found.path(type.equals("http") ? "scheme" : "in").asText().toLowerCase(Locale.ROOT)) {
          case "apiKey header" -> Optional.of(Carrier.HEADER);
          case "apiKey query" -> Optional.of(Carrier.QUERY);
          case "http basic" -> Optional.of(Carrier.BASIC);
          case "http bearer" -> Optional.of(Carrier.BEARER);
          default -> Optional.empty();
        };
    return carrier
        .map(known -> new Credential(secret, known, name))
        .orElseThrow(() ->
            new IllegalArgumentException(
                "its security scheme \""
                    + scheme
                    + "\" ("
                    + (type.isEmpty() ? "which the document lacks" : type)
                    + ") is not known here: say how it is sent with the setting \"auth\""));
  }
}
