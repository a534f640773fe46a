package dev.perdure.api.auth.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.perdure.api.auth.Seal;
import dev.perdure.core.port.SigningKeys;
import dev.perdure.core.tenant.SealedKey;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps our own signing keys: reads them from the database now and then, renews them on schedule,
 * removes those that are over. Nodes agree through the database.
 */
public final class SigningKeeper {

  /** What its keys are sealed for. */
  public static final String SEAL = "signing keys";

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeeper.class);
  private static final Duration READ_AGAIN = Duration.ofMinutes(1);
  private static final Duration READ_FOR_UNKNOWN = Duration.ofSeconds(1);

  private final SigningKeys stored;
  private final Seal seal;
  private final Clock clock;
  private final Duration rotation;
  private KeyRing ring = new KeyRing(List.of());
  private Instant readAt = Instant.MIN;

  /**
   * @param rotation how often a new key is made
   */
  public SigningKeeper(SigningKeys stored, Seal seal, Clock clock, Duration rotation) {
    this.stored = stored;
    this.seal = seal;
    this.clock = clock;
    this.rotation = rotation;
  }

  /** The keys there are now, one at least. */
  synchronized KeyRing ring() {
    if (olderThan(READ_AGAIN) || ring.wantsNew(clock.instant(), rotation)) {
      read();
    }
    return ring;
  }

  /** A key by its id; another node may just have made it. */
  synchronized Optional<SigningKey> find(String id) {
    Optional<SigningKey> known = ring().find(id);
    if (known.isEmpty() && olderThan(READ_FOR_UNKNOWN)) {
      read();
      return ring.find(id);
    }
    return known;
  }

  /** The public halves as a JSON Web Key Set. */
  public String published() {
    return ring().published().toString(true);
  }

  /**
   * Seals the stored keys under the present pepper that are under an old one.
   *
   * @return how many
   */
  public static int reseal(SigningKeys stored, Seal seal) {
    int resealed = 0;
    for (SealedKey key : stored.all()) {
      boolean done =
          seal.again(key.id(), key.sealed()).map(again -> stored.reseal(key, again)).orElse(false);
      resealed += done ? 1 : 0;
    }
    return resealed;
  }

  private boolean olderThan(Duration age) {
    return readAt.equals(Instant.MIN) || !clock.instant().isBefore(readAt.plus(age));
  }

  private void read() {
    List<SealedKey> sealed = stored.all();
    KeyRing known = new KeyRing(sealed.stream().flatMap(key -> open(key).stream()).toList());
    if (known.wantsNew(clock.instant(), rotation)) {
      // Keys nobody can open any more don't stand in the way of one that can be.
      boolean locked = known.keys().isEmpty() && !sealed.isEmpty();
      make(locked ? Duration.ZERO : rotation);
      known = new KeyRing(stored.all().stream().flatMap(key -> open(key).stream()).toList());
    }
    known.over(clock.instant()).forEach(key -> stored.forget(key.id()));
    ring = known;
    readAt = clock.instant();
  }

  private void make(Duration after) {
    try {
      ECKey key =
          new ECKeyGenerator(Curve.P_256)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.ES256)
              .keyID(UUID.randomUUID().toString())
              .generate();
      byte[] sealed =
          seal.close(key.getKeyID(), key.toJSONString().getBytes(StandardCharsets.UTF_8));
      if (stored.add(key.getKeyID(), sealed, after)) {
        LOG.info("the signing key {} was made", key.getKeyID());
      }
    } catch (JOSEException e) {
      throw new IllegalStateException("ES256 is missing from this JVM", e);
    }
  }

  private Optional<SigningKey> open(SealedKey stored) {
    Optional<byte[]> opened = seal.open(stored.id(), stored.sealed());
    if (opened.isEmpty()) {
      LOG.warn("the signing key {} was sealed under a pepper that is not known here", stored.id());
      return Optional.empty();
    }
    try {
      ECKey key = ECKey.parse(new String(opened.get(), StandardCharsets.UTF_8));
      return Optional.of(new SigningKey(key, stored.madeAt()));
    } catch (ParseException e) {
      throw new IllegalStateException("the signing key " + stored.id() + " can't be read", e);
    }
  }
}
