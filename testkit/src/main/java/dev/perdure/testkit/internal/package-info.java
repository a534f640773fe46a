/** What both servers of the testkit share: options, processes, HTTP and JSON helpers. */
@NullMarked
package dev.perdure.testkit.internal;

import org.jspecify.annotations.NullMarked;
