/** How much an organization may ask for: rates, quotas, and the plans that name their defaults. */
@NullMarked
package dev.perdure.core.quota;

import org.jspecify.annotations.NullMarked;
