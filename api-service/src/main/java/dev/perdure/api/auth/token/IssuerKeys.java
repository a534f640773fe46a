package dev.perdure.api.auth.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The public keys of an issuer: found by discovery, kept for a while, asked for again when a token
 * names one that is not known, but not more often than every few seconds, and kept for hours when
 * the issuer is away.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final Duration KEPT_WHILE_AWAY = Duration.ofHours(4);
  private static final Duration WAIT = Duration.ofSeconds(10);

  private final IssuerHttp http;
  private final String issuer;
  private volatile boolean away;
  private volatile @Nullable Metadata metadata;

  IssuerKeys(IssuerHttp http, String issuer) {
    this.http = http;
    this.issuer = issuer;
  }

  /**
   * The keys as tokens are verified with.
   *
   * @param askAgain how often the issuer is asked at most; it may be asked twice in that time
   */
  JWKSource<SecurityContext> source(Duration askAgain) {
    return JWKSourceBuilder.create(this)
        .cache(KEPT.toMillis(), WAIT.toMillis())
        .refreshAheadCache(false)
        .rateLimited(askAgain.toMillis())
        .outageTolerant(KEPT_WHILE_AWAY.toMillis())
        .build();
  }

  /** Whether the issuer did not answer when it was last asked. */
  boolean away() {
    return away;
  }

  /** What the issuer tells of itself. */
  Metadata metadata() throws IOException {
    Metadata known = metadata;
    if (known == null) {
      known = Metadata.discover(http, issuer);
      metadata = known;
    }
    return known;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
      throws KeySourceException {
    try {
      JWKSet keys = JWKSet.parse(http.get(metadata().keys()));
      away = false;
      return keys;
    } catch (IOException | ParseException e) {
      // It may have moved its keys.
      metadata = null;
      away = true;
      LOG.warn("the keys of the issuer {} can't be had: {}", issuer, e.toString());
      throw new JWKSetRetrievalException("the keys of " + issuer + " can't be had", e);
    }
  }

  @Override
  public void close() {
    // Nothing is held.
  }
}
