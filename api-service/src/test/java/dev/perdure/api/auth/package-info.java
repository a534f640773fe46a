/** Tests of API keys. */
@NullMarked
package dev.perdure.api.auth;

import org.jspecify.annotations.NullMarked;
