package dev.perdure.core.port;

/**
 * A client's promise that requests under one key are one request.
 *
 * @param key as the client sent it, behind the id of its user
 * @param fingerprint a keyed hash over method, path and body, in hex; another fingerprint under the
 *     same key is refused with {@code idempotency_key_reused}
 */
public record Idempotency(String key, String fingerprint) {}
