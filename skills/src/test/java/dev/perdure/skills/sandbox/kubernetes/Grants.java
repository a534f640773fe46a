package dev.perdure.skills.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the roles of a page of the documentation let a worker ask for. */
record Grants(List<PolicyRule> rules) {

  private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REQUEST =
      Pattern.compile(
          "([A-Z]+) /(?:api|apis/([^/]+))/v1/(?:namespaces/[^/]+/)?([a-z]+)(?:/([^/?"
              + " ]+))?(/exec)?.*",
          Pattern.DOTALL);

  static Grants of(Path page) throws IOException {
    List<PolicyRule> rules = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(Files.readString(page));
    while (blocks.find()) {
      for (String object : blocks.group(1).split("(?m)^---$", -1)) {
        if (object.contains("kind: Role\n")) {
          rules.addAll(Serialization.unmarshal(object, Role.class).getRules());
        } else if (object.contains("kind: ClusterRole\n")) {
          rules.addAll(Serialization.unmarshal(object, ClusterRole.class).getRules());
        }
      }
    }
    return new Grants(rules);
  }

  /** The requests that are not granted. */
  List<String> missing(List<String> requests) {
    return requests.stream().filter(each -> !isGranted(each)).toList();
  }

  private boolean isGranted(String request) {
    Matcher parts = REQUEST.matcher(request);
    if (!parts.matches()) {
      return false;
    }
    String group = parts.group(2) == null ? "" : parts.group(2);
    String resource = parts.group(5) == null ? parts.group(3) : parts.group(3) + "/exec";
    String verb = verb(parts.group(1), parts.group(4) != null, request);
    return rules.stream()
        .anyMatch(rule ->
            rule.getApiGroups().contains(group)
                && rule.getResources().contains(resource)
                && rule.getVerbs().contains(verb)
                && (rule.getResourceNames().isEmpty()
                    || rule.getResourceNames().contains(String.valueOf(parts.group(4)))));
  }

  private static String verb(String method, boolean named, String request) {
    return switch (method) {
      case "POST" -> "create";
      case "DELETE" -> "delete";
      case "GET" -> request.contains("watch=true") ? "watch" : named ? "get" : "list";
      default -> method;
    };
  }
}
