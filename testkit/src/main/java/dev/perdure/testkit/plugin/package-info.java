/**
 * The testkit's plug-ins of the product: a skill that makes effects, and a halt at a named point.
 */
@NullMarked
package dev.perdure.testkit.plugin;

import org.jspecify.annotations.NullMarked;
