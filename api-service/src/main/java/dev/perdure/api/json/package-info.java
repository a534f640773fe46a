/** How the API reads and writes JSON and YAML. */
@NullMarked
package dev.perdure.api.json;

import org.jspecify.annotations.NullMarked;
