/** Reads pages of the web: fetches them with leave of robots.txt, and turns them into text. */
@NullMarked
package dev.perdure.skills.builtin.web.page;

import org.jspecify.annotations.NullMarked;
