package dev.perdure.core.tenant;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** The tenant. A type of its own so that leaving it out, or mixing it up, does not compile. */
public record OrgId(@JsonValue UUID value) {

  @JsonCreator
  public OrgId {}

  /** Reads the canonical text form of a UUID. */
  public static OrgId of(String text) {
    return new OrgId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
