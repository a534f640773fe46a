/** The OpenAPI 3.1 document, generated from the resources, and the page that shows it. */
@NullMarked
package dev.perdure.api.openapi;

import org.jspecify.annotations.NullMarked;
