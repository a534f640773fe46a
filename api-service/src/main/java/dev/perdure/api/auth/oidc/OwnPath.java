package dev.perdure.api.auth.oidc;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Pages of the console that a login may lead to. */
public final class OwnPath {

  /** Where the console begins. */
  public static final String START = "/chat/";

  private static final int LONGEST = 1000;
  private static final Pattern FORM =
      Pattern.compile("/(?!/|v1(?:/|$))[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*");

  private OwnPath() {}

  /** The path if it is one of ours, else the start: never another site, however it is spelled. */
  public static String orStart(@Nullable String path) {
    return path != null && path.length() <= LONGEST && FORM.matcher(path).matches() ? path : START;
  }
}
