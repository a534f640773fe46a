package dev.perdure.api.resources;

import dev.perdure.core.error.PerdureException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/** Reads ids of paths. A text that is no id is answered like an id that nobody has. */
final class Ids {

  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private Ids() {}

  static UUID agent(String text) {
    return id("agent", text);
  }

  /** A session's id; from now on in the log lines and in a problem of this request. */
  static UUID session(String text) {
    UUID id = id("session", text);
    MDC.put("session_id", id.toString());
    return id;
  }

  /** A run's id; from now on in the log lines of this request. */
  static UUID run(String text) {
    UUID id = id("run", text);
    MDC.put("run_id", id.toString());
    return id;
  }

  /** What a run waits for. */
  static UUID interrupt(String text) {
    return id("interrupt", text);
  }

  static UUID artifact(String text) {
    return id("artifact", text);
  }

  static UUID apiKey(String text) {
    return id("api_key", text);
  }

  static UUID user(String text) {
    return id("user", text);
  }

  static UUID invitation(String text) {
    return id("invitation", text);
  }

  static UUID outboundRule(String text) {
    return id("outbound_rule", text);
  }

  static UUID organization(String text) {
    return id("organization", text);
  }

  /**
   * The number of a version.
   *
   * @param kind what has versions, such as {@code agent_version}
   */
  static int version(String kind, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw PerdureException.notFound(kind, text);
    }
  }

  private static UUID id(String kind, String text) {
    if (!UUID_FORM.matcher(text).matches()) {
      throw PerdureException.notFound(kind, text);
    }
    return UUID.fromString(text);
  }
}
