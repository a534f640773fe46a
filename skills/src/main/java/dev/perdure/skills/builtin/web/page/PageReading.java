package dev.perdure.skills.builtin.web.page;

import org.jspecify.annotations.Nullable;

/**
 * A page as it is read.
 *
 * @param title null when it has none
 * @param text Markdown, or as it was
 * @param cut whether it was too long to be turned into text as a whole
 */
record PageReading(@Nullable String title, String text, boolean cut) {}
