/**
 * The sandbox on another machine: each job is a Job of a Kubernetes cluster, in a pod of its own.
 */
@NullMarked
package dev.perdure.skills.sandbox.kubernetes;

import org.jspecify.annotations.NullMarked;
