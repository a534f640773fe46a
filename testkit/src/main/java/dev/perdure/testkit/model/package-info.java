/** The scripted model server: speaks the protocols of model providers and fails on demand. */
@NullMarked
package dev.perdure.testkit.model;

import org.jspecify.annotations.NullMarked;
