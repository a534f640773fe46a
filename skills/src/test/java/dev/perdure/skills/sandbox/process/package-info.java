@NullMarked
package dev.perdure.skills.sandbox.process;

import org.jspecify.annotations.NullMarked;
