package dev.perdure.api.auth;

import dev.perdure.core.tenant.Permission;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The permissions a caller needs for a route, all of them. Every route carries it; the service does
 * not start when one forgets. Empty means that knowing the caller is enough.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Requires {
  Permission[] value();
}
