package dev.perdure.api.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.perdure.core.secret.KeyWrapperFactory;
import dev.perdure.security.encryption.KeyRing;
import io.dropwizard.util.Duration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Encryption at rest.
 *
 * @param key the key-encryption key: 32 bytes in base64
 * @param oldKeys those before it, which still decrypt, with commas between them
 * @param keyFile a file with a key on each line, the present one first; instead of both
 * @param keyService a plug-in that opens the keys; instead of all three
 * @param keySettings what the plug-in needs
 * @param cacheTime how long a keyset is not read again; the same on every node
 * @param messages whether what people, agents and tools say is encrypted; the same on every node
 */
public record EncryptionConfig(
    String key,
    String oldKeys,
    String keyFile,
    String keyService,
    Map<String, String> keySettings,
    Duration cacheTime,
    boolean messages) {

  public EncryptionConfig {
    keySettings = Map.copyOf(keySettings);
  }

  @JsonCreator
  static EncryptionConfig of(
      @JsonProperty("key") @Nullable String key,
      @JsonProperty("oldKeys") @Nullable String oldKeys,
      @JsonProperty("keyFile") @Nullable String keyFile,
      @JsonProperty("keyService") @Nullable String keyService,
      @JsonProperty("keySettings") @Nullable Map<String, String> keySettings,
      @JsonProperty("cacheTime") @Nullable Duration cacheTime,
      @JsonProperty("messages") @Nullable Boolean messages) {
    return new EncryptionConfig(
        Defaults.text(key, ""),
        Defaults.text(oldKeys, ""),
        Defaults.text(keyFile, ""),
        Defaults.text(keyService, ""),
        Defaults.or(keySettings, Map.of()),
        Defaults.positive("encryption.cacheTime", Defaults.or(cacheTime, Duration.seconds(30))),
        Defaults.or(messages, false));
  }

  /**
   * The key-encryption keys.
   *
   * @throws IllegalArgumentException saying what is wrong with them, without the keys
   */
  public KeyRing ring() {
    return keyService.isEmpty()
        ? KeyRing.of(localKeys())
        : new KeyRing(factory().open(keySettings));
  }

  /** The time in Java's own words. */
  public java.time.Duration cacheDuration() {
    return Defaults.java(cacheTime);
  }

  /** How old a phase of a rotation must be: the cache time, and the longest transaction. */
  public java.time.Duration settleDuration() {
    return cacheDuration().plusSeconds(30);
  }

  private List<String> localKeys() {
    List<String> keys = new ArrayList<>();
    if (keyFile.isEmpty()) {
      keys.add(key);
      keys.addAll(Arrays.asList(oldKeys.split(",", -1)));
    } else {
      keys.addAll(lines(Path.of(keyFile)));
    }
    keys.removeIf(String::isBlank);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException(
          "must be a secret of 32 bytes in base64; `openssl rand -base64 32` makes one");
    }
    return keys;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("the key file can't be read: " + e.getMessage(), e);
    }
  }

  private KeyWrapperFactory factory() {
    return ServiceLoader.load(KeyWrapperFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(found -> found.name().equals(keyService))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no plug-in has the name " + keyService));
  }

  /** Without the keys. */
  @Override
  public String toString() {
    return "EncryptionConfig[keyService=%s, cacheTime=%s, messages=%s]"
        .formatted(keyService, cacheTime, messages);
  }
}
