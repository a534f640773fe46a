package dev.perdure.skills.custom.mcp;

import dev.perdure.core.error.PerdureException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** A session that calls a tool only while it is what was accepted. */
final class PinnedSession {

  /** How long a list of tools is believed where a call changes nothing. */
  private static final Duration FRESH = Duration.ofSeconds(60);

  private final McpConnection connection;
  private final ToolOffers offers;
  private Map<String, String> hashes = Map.of();
  private long listedAt;

  PinnedSession(McpConnection connection, ToolOffers offers) {
    this.connection = connection;
    this.offers = offers;
  }

  void use(McpUse use) {
    connection.use(use);
  }

  /**
   * Makes sure that a tool is still what it was when somebody accepted it.
   *
   * @param now whether the server has to be asked, however short ago it was
   * @throws PerdureException {@code tool_changed} when it is not
   */
  void verify(OfferedTool tool, boolean now) {
    boolean known = !hashes.isEmpty() && System.nanoTime() - listedAt < FRESH.toNanos();
    if (now || !known || connection.listChanged()) {
      Map<String, String> listed = new HashMap<>();
      for (Map<String, Object> raw : connection.tools()) {
        listed.putIfAbsent(String.valueOf(raw.get("name")), offers.hash(raw));
      }
      hashes = listed;
      listedAt = System.nanoTime();
    }
    String hash = hashes.get(tool.name());
    if (!tool.sha256().equals(hash)) {
      throw PerdureException.toolFinal(
          "tool_changed",
          "The tool "
              + tool.toolName()
              + (hash == null ? " is not offered any more" : " is not what was accepted")
              + " at its MCP server. An administrator has to look at the change and accept it."
              + " Nothing was called.",
          null);
    }
  }

  Map<String, Object> call(OfferedTool tool, Map<String, Object> arguments, String key) {
    return connection.call(tool.name(), arguments, key);
  }

  boolean usable() {
    return connection.usable();
  }

  void end() {
    connection.end();
  }
}
