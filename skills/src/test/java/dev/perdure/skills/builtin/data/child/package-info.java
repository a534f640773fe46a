/** Tests of what runs in the process of a query. */
@NullMarked
package dev.perdure.skills.builtin.data.child;

import org.jspecify.annotations.NullMarked;
