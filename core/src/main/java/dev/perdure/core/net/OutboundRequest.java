package dev.perdure.core.net;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked of the outside. Its text names no header, for headers hold credentials. */
public final class OutboundRequest {

  private final String method;
  private final String url;
  private final Map<String, String> headers;
  private final byte @Nullable [] body;
  private final OutboundLimits limits;

  private OutboundRequest(
      String method,
      String url,
      Map<String, String> headers,
      byte @Nullable [] body,
      OutboundLimits limits) {
    this.method = method;
    this.url = url;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    this.body = body == null ? null : body.clone();
    this.limits = limits;
  }

  /** A GET with the default limits. */
  public static OutboundRequest get(String url) {
    return of("GET", url);
  }

  /** Any method, without a body. */
  public static OutboundRequest of(String method, String url) {
    return new OutboundRequest(method, url, Map.of(), null, OutboundLimits.DEFAULT);
  }

  /** A POST. */
  public static OutboundRequest post(String url, String contentType, byte[] body) {
    return of("POST", url).withHeader("Content-Type", contentType).withBody(body);
  }

  /** With one header more. It is not carried to another host, unless it is no credential. */
  public OutboundRequest withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new OutboundRequest(method, url, more, body, limits);
  }

  public OutboundRequest withBody(byte[] body) {
    return new OutboundRequest(method, url, headers, body, limits);
  }

  public OutboundRequest withLimits(OutboundLimits limits) {
    return new OutboundRequest(method, url, headers, body, limits);
  }

  public String method() {
    return method;
  }

  public String url() {
    return url;
  }

  public Map<String, String> headers() {
    return headers;
  }

  /** A copy; null when there is none. */
  public byte @Nullable [] body() {
    return body == null ? null : body.clone();
  }

  public OutboundLimits limits() {
    return limits;
  }

  @Override
  public String toString() {
    return "OutboundRequest[" + method + "]";
  }
}
