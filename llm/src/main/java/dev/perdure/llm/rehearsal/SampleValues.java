package dev.perdure.llm.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers and texts within the limits of a schema. */
final class SampleValues {

  private SampleValues() {}

  /** One, or what lies nearest to it within the limits. */
  static JsonNode number(JsonNode schema) {
    BigDecimal value = BigDecimal.ONE;
    if (schema.has("minimum")) {
      value = value.max(schema.path("minimum").decimalValue());
    }
    if (schema.has("exclusiveMinimum")) {
      value = value.max(schema.path("exclusiveMinimum").decimalValue().add(BigDecimal.ONE));
    }
    if (schema.has("maximum")) {
      value = value.min(schema.path("maximum").decimalValue());
    }
    if (schema.has("exclusiveMaximum")) {
      value = value.min(schema.path("exclusiveMaximum").decimalValue().subtract(BigDecimal.ONE));
    }
    BigDecimal step = schema.path("multipleOf").decimalValue();
    if (step.signum() > 0) {
      value = value.divide(step, 0, RoundingMode.CEILING).multiply(step);
    } else if (schema.path("type").asText().equals("integer")) {
      value = value.setScale(0, RoundingMode.CEILING);
    }
    return DecimalNode.valueOf(value);
  }

  /** The text, or an example where the schema wants one of a kind. */
  static String text(JsonNode schema, String text) {
    String example =
        switch (schema.path("format").asText()) {
          case "date-time" -> "2026-01-31T12:00:00Z";
          case "date" -> "2026-01-31";
          case "time" -> "12:00:00Z";
          case "duration" -> "PT1M";
          case "email" -> "someone@example.com";
          case "hostname" -> "example.com";
          case "uri", "url", "uri-reference" -> "https://example.com/";
          case "uuid" -> "01900000-0000-7000-8000-000000000000";
          case "ipv4" -> "192.0.2.1";
          case "ipv6" -> "2001:db8::1";
          default -> text;
        };
    int least = schema.path("minLength").asInt();
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    String padded = example + "x".repeat(Math.max(0, least - example.length()));
    return padded.substring(0, Math.min(most, padded.length()));
  }
}
