package dev.perdure.api.limits;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many tokens a request of this route takes, where it is not what others do: 1 to read, 2 to
 * write.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Cost {

  /** What starting a run takes. */
  int RUN = 5;

  /** What an export takes, though it is read. */
  int EXPORT = 2;

  int value();
}
