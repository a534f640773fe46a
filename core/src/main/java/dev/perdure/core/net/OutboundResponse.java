package dev.perdure.core.net;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole answer. */
public final class OutboundResponse {

  private static final Pattern CHARSET =
      Pattern.compile("charset=\"?([A-Za-z0-9._:-]{1,40})", Pattern.CASE_INSENSITIVE);

  private final OutboundHead head;
  private final byte[] body;

  public OutboundResponse(String url, int status, Map<String, List<String>> headers, byte[] body) {
    this.head = new OutboundHead(url, status, headers);
    this.body = body.clone();
  }

  /** Where it came from, after redirects. */
  public String url() {
    return head.url();
  }

  public int status() {
    return head.status();
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return head.header(name);
  }

  /** A copy of the body, decompressed. */
  public byte[] body() {
    return body.clone();
  }

  /** The body in the character set it names, else in UTF-8. */
  public String text() {
    return new String(
        body,
        header("content-type").flatMap(OutboundResponse::charset).orElse(StandardCharsets.UTF_8));
  }

  private static Optional<Charset> charset(String contentType) {
    Matcher named = CHARSET.matcher(contentType);
    try {
      return named.find() ? Optional.of(Charset.forName(named.group(1))) : Optional.empty();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "OutboundResponse[" + status() + ", " + body.length + " bytes]";
  }
}
