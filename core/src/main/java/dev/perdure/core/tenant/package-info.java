/** Who calls: the organization, the user and what they may do. */
@NullMarked
package dev.perdure.core.tenant;

import org.jspecify.annotations.NullMarked;
