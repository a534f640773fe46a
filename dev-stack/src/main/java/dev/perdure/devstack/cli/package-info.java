/** What the launcher {@code ./perdure} calls: up, status, logs, run. */
@NullMarked
package dev.perdure.devstack.cli;

import org.jspecify.annotations.NullMarked;
