/** The search services that come with Perdure, each a thin adapter over the guarded client. */
@NullMarked
package dev.perdure.skills.builtin.web.search;

import org.jspecify.annotations.NullMarked;
