package dev.perdure.core.net;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an answer begins with.
 *
 * @param url where it came from, after redirects
 * @param headers by name in lower case
 */
public record OutboundHead(String url, int status, Map<String, List<String>> headers) {

  public OutboundHead {
    headers = Map.copyOf(headers);
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }
}
