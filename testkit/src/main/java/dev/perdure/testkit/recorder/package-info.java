/** The effect recorder: writes down each call it gets, once per call, and forgets nothing. */
@NullMarked
package dev.perdure.testkit.recorder;

import org.jspecify.annotations.NullMarked;
