/** What a query answers, and what one query may take. */
@NullMarked
package dev.perdure.skills.builtin.data.table;

import org.jspecify.annotations.NullMarked;
