package dev.perdure.api.problem;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.perdure.core.error.PerdureError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words what is wrong with a JSON or YAML body, without telling of our classes. */
public final class JsonFaults {

  private JsonFaults() {}

  /**
   * The error to answer with.
   *
   * @param format {@code json} or {@code yaml}
   */
  public static PerdureError.Invalid error(JsonProcessingException fault, String format) {
    if (fault instanceof StreamConstraintsException
        || fault.getCause() instanceof StreamConstraintsException) {
      return new PerdureError.Invalid(
          "malformed_" + format,
          "The body goes too deep, or a name or number in it is too long.",
          null);
    }
    return switch (fault) {
      case UnrecognizedPropertyException unknown ->
          new PerdureError.Invalid(
              "unknown_field",
              "There is no field \"" + unknown.getPropertyName() + "\" here.",
              pointer(unknown.getPath()));
      case InvalidTypeIdException invalid ->
          field(invalid, "is of a type that is not known here" + at(invalid.getLocation()) + ".");
      case MismatchedInputException mismatch when mismatch.getPath().isEmpty() ->
          new PerdureError.Invalid(
              "malformed_" + format,
              "The body does not have the shape this route wants" + at(mismatch) + ".",
              null);
      case MismatchedInputException mismatch ->
          field(mismatch, "does not have the type this route wants" + at(mismatch) + ".");
      case ValueInstantiationException value
          when value.getType().isEnumType() && !value.getPath().isEmpty() ->
          field(value, "must be one of " + names(value.getType()) + at(value) + ".");
      case JsonMappingException mapping when !mapping.getPath().isEmpty() ->
          field(mapping, "can't be read" + at(mapping) + ".");
      default ->
          new PerdureError.Invalid(
              "malformed_" + format,
              "The body is not valid " + format.toUpperCase(Locale.ROOT) + at(fault) + ".",
              null);
    };
  }

  /** As all enums here are written. */
  private static String names(JavaType type) {
    return Arrays.stream(type.getRawClass().getEnumConstants())
        .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private static PerdureError.Invalid field(JsonMappingException fault, String what) {
    String pointer = pointer(fault.getPath());
    return new PerdureError.Invalid("invalid_field", "The field " + pointer + " " + what, pointer);
  }

  private static String at(JsonProcessingException fault) {
    return at(fault.getLocation());
  }

  private static String at(@org.jspecify.annotations.Nullable JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private static String pointer(List<JsonMappingException.Reference> path) {
    StringBuilder pointer = new StringBuilder();
    for (JsonMappingException.Reference step : path) {
      String name = step.getFieldName();
      pointer.append('/').append(name == null ? String.valueOf(step.getIndex()) : escape(name));
    }
    return pointer.toString();
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
