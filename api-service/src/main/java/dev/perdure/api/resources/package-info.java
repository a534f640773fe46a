/** The routes of the REST API; thin, over the services. */
@NullMarked
package dev.perdure.api.resources;

import org.jspecify.annotations.NullMarked;
