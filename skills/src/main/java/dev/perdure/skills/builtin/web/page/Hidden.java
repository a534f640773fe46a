package dev.perdure.skills.builtin.web.page;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** What a person who looks at a page does not see, and a model must not read. */
final class Hidden {

  private static final Set<String> NAMES =
      Set.of(
          "script",
          "style",
          "template",
          "noscript",
          "iframe",
          "frame",
          "object",
          "embed",
          "svg",
          "canvas",
          "audio",
          "video",
          "head",
          "select",
          "button",
          "input",
          "textarea",
          "dialog");

  private static final Pattern STYLE =
      Pattern.compile(
          "display:none|visibility:(hidden|collapse)|opacity:0(\\.0+)?(;|!|$)"
              + "|font-size:0(px|em|rem|pt|%)?(;|!|$)");

  private Hidden() {}

  static boolean is(Element element) {
    return NAMES.contains(element.normalName())
        || element.hasAttr("hidden")
        || element.attr("aria-hidden").equalsIgnoreCase("true")
        || (element.hasAttr("style") && styled(element.attr("style")));
  }

  private static boolean styled(String style) {
    return STYLE.matcher(style.toLowerCase(Locale.ROOT).replaceAll("\\s+", "")).find();
  }
}
