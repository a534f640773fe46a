package dev.perdure.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/**
 * What the API answered.
 *
 * @param text the body as it was sent
 */
public record Reply(String request, int status, HttpHeaders headers, String text) {

  public JsonNode json() {
    return Json.read(text);
  }

  /** Itself, if it has this status. */
  public Reply expect(int expected) {
    if (status != expected) {
      throw new ApiFailure(this, "expected " + expected);
    }
    return this;
  }

  /** Itself, if it is a success. */
  public Reply ok() {
    if (status / 100 != 2) {
      throw new ApiFailure(this, "expected a success");
    }
    return this;
  }

  @Override
  public String toString() {
    return request + " answered " + status + ": " + text;
  }
}
