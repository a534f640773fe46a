/** Real processes of the product over real servers, to be killed, stopped and started again. */
@NullMarked
package dev.perdure.e2e.harness;

import org.jspecify.annotations.NullMarked;
