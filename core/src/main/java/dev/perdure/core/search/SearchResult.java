package dev.perdure.core.search;

import org.jspecify.annotations.Nullable;

/**
 * One page that was found. All of it is what others wrote.
 *
 * @param title plain text
 * @param url its address, http or https
 * @param snippet what the page says about it, plain text; may be empty
 * @param published when it was published, as the service tells it; null when it does not
 */
public record SearchResult(String title, String url, String snippet, @Nullable String published) {}
