/** Prometheus metrics of routes, pools and Temporal. */
@NullMarked
package dev.perdure.api.metrics;

import org.jspecify.annotations.NullMarked;
