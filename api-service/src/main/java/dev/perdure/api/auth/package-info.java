/** API keys, the caller they stand for, and the permission each route requires. */
@NullMarked
package dev.perdure.api.auth;

import org.jspecify.annotations.NullMarked;
