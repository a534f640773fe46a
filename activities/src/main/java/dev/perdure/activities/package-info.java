/** What the workflow's activities do: think, act, record, publish; over core's ports only. */
@NullMarked
package dev.perdure.activities;

import org.jspecify.annotations.NullMarked;
