/** Tests of skills that are operations of OpenAPI documents. */
@NullMarked
package dev.perdure.skills.custom.openapi;

import org.jspecify.annotations.NullMarked;
