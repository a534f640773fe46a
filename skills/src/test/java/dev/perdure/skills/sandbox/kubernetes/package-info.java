/**
 * The sandbox in a cluster, against a server that answers as one and runs what pods are told to.
 */
@NullMarked
package dev.perdure.skills.sandbox.kubernetes;

import org.jspecify.annotations.NullMarked;
