package dev.perdure.devstack.cli;

/**
 * One server-sent event.
 *
 * @param id its position, empty for what is live only
 * @param data its JSON
 */
record SseEvent(String id, String data) {}
