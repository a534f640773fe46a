/** Skills that are operations of an OpenAPI document. */
@NullMarked
package dev.perdure.skills.custom.openapi;

import org.jspecify.annotations.NullMarked;
