package dev.perdure.core.port;

/**
 * Something made by a request.
 *
 * @param replayed whether an earlier request with the same idempotency key had made it already
 */
public record Created<T>(T value, boolean replayed) {}
