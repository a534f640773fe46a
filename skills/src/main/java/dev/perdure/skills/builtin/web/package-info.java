/** The skill {@code web_search}: searches the web and reads its pages. */
@NullMarked
package dev.perdure.skills.builtin.web;

import org.jspecify.annotations.NullMarked;
