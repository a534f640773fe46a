package dev.perdure.api.problem;

import org.eclipse.jetty.http.HttpStatus;

/** Status codes in words. */
final class Titles {

  private Titles() {}

  static String of(int status) {
    return HttpStatus.getMessage(status);
  }
}
