package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The cells of one route. */
final class RouteCells {

  /** Told by each answer of itself, whoever asks for what. */
  private static final Set<String> OWN_HEADERS = Set.of("date", "x-request-id");

  private final Matrix matrix;
  private final Contract.Route route;
  private final Recipe recipe;

  RouteCells(Matrix matrix, Contract.Route route) {
    this.matrix = matrix;
    this.route = route;
    this.recipe = matrix.recipes.of(route);
  }

  /** The request as its owner makes it; all other cells are about that request. */
  void ownerSucceeds() {
    Client owner =
        recipe.operator() ? matrix.operator : recipe.alone() ? matrix.another() : matrix.owner;
    boolean shared = route.reads() && !recipe.operator();
    Things things = shared ? matrix.ownersThings : new Things(owner);
    Answer answer = send(owner, things::id);
    assertThat(answer.status() / 100).as("%s: %s", route, answer.text()).isEqualTo(2);
    if (route.reads() && answer.json().has("items")) {
      assertThat(answer.json().path("items")).as("what the owner has").isNotEmpty();
    }
  }

  void isRefusedWithoutACredentialThatHolds() {
    String text = "";
    for (Map.Entry<String, String> key : matrix.refused.entrySet()) {
      Answer answer = send(matrix.clientWith(key.getValue()), this::harmless);
      if (key.getKey().equals("none")) {
        answer.problem(401, "credentials_missing");
      } else {
        answer.problem(401, "credentials_invalid");
        assertThat(text.isEmpty() || text.equals(answer.text()))
            .as("a key that is %s is told nothing but that it is refused", key.getKey())
            .isTrue();
        text = answer.text();
      }
      assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    }
  }

  void isOpenToExactlyThoseWithItsPermissions() {
    matrix.held.forEach((who, held) -> {
      Set<String> lacking = new HashSet<>(route.permissions());
      lacking.removeAll(held.permissions());
      Answer answer = send(matrix.clientWith(held.key()), this::harmless);
      if (!lacking.isEmpty()) {
        answer.problem(403, "permission_missing");
        assertThat(lacking).as(who).anyMatch(answer.string("detail")::contains);
      } else if (route.reads()) {
        assertThat(answer.status() / 100).as("%s: %s", who, answer.text()).isEqualTo(2);
      } else {
        assertThat(answer.status()).as("%s: %s", who, answer.text()).isNotIn(401, 403, 500);
      }
    });
  }

  /** With each thing in turn the owner's, with and without the filters of the repositories. */
  void isClosedToAnotherOrganization() {
    Things things = route.reads() ? matrix.ownersThings : new Things(matrix.owner);
    recipe.things().forEach(things::id);
    Set<String> before = matrix.rows.settled();
    isClosed(matrix.stranger, things, before);
    isClosed(matrix.strangerWithoutFilters, things, before);
    assertThat(OrgRows.difference(before, matrix.rows.now())).as("changed rows").isEmpty();
  }

  private void isClosed(Client stranger, Things things, Set<String> before) {
    for (String thing : recipe.things()) {
      String foreign = things.id(thing);
      String never = foreign.length() == 36 ? UUID.randomUUID().toString() : another(foreign);
      Answer toForeign = send(stranger, with(thing, foreign));
      Answer toNothing = send(stranger, with(thing, never));
      if (recipe.isPlace(thing)) {
        assertThat(toNothing.status()).as("%s: %s", thing, toNothing.text()).isEqualTo(404);
      } else {
        assertThat(toNothing.status())
            .as("%s: %s", thing, toNothing.text())
            .isIn(200, 404, 409, 422);
      }
      assertThat(neutral(toForeign, foreign)).as(thing).isEqualTo(neutral(toNothing, never));
    }
    if (route.reads() && recipe.things().isEmpty()) {
      showsNothing(send(stranger, matrix.strangersThings::id), before);
    }
  }

  void showsNothingBehindAnotherOrganizationsCursor() {
    Answer page = sendTo(matrix.owner, matrix.ownersThings::id, "limit=1");
    String cursor = page.expect(200).string("next");
    assertThat(cursor.isEmpty()).as("no second page: %s", page.text()).isEqualTo(recipe.single());
    String after = "after=" + (cursor.isEmpty() ? page.json().at("/items/0/id").asText() : cursor);
    Set<String> before = matrix.rows.settled();
    for (Client stranger : new Client[] {matrix.stranger, matrix.strangerWithoutFilters}) {
      Answer answer = sendTo(stranger, matrix.strangersThings::id, after);
      assertThat(answer.status()).as(answer.text()).isIn(200, 400);
      showsNothing(answer, before);
    }
  }

  void goesOnWithNothingOfAnotherOrganization() {
    Set<String> before = matrix.rows.settled();
    for (Client stranger : new Client[] {matrix.stranger, matrix.strangerWithoutFilters}) {
      for (String position : new String[] {"0", "1", "5", "1000000"}) {
        Recipe.Filled own = recipe.fill(matrix.strangersThings::id);
        showsNothing(stranger.peek(own.path(), "Last-Event-ID", position).expect(200), before);
        showsNothing(stranger.peek(own.path() + "?after=" + position).expect(200), before);
        Recipe.Filled foreign = recipe.fill(matrix.ownersThings::id);
        stranger.peek(foreign.path(), "Last-Event-ID", position).expect(404);
        stranger.peek(foreign.path() + "?after=" + position).expect(404);
      }
    }
  }

  private static void showsNothing(Answer answer, Set<String> rows) {
    Set<String> shown = OrgRows.ids(Set.of(answer.text()));
    shown.retainAll(OrgRows.ids(rows));
    assertThat(shown).as("the owner's ids in %s", answer.text()).isEmpty();
  }

  /** Things for a request that is to be refused, or may succeed without consequences. */
  private String harmless(String thing) {
    boolean known = route.reads() && !recipe.operator();
    return known ? matrix.ownersThings.id(thing) : UUID.randomUUID().toString();
  }

  /** The stranger's own things, with one that is not. */
  private UnaryOperator<String> with(String thing, String id) {
    return name -> name.equals(thing) ? id : matrix.strangersThings.id(name);
  }

  private Answer sendTo(Client client, UnaryOperator<String> things, String parameter) {
    Recipe.Filled filled = recipe.fill(things);
    return client.get(filled.path() + (filled.path().contains("?") ? "&" : "?") + parameter);
  }

  private Answer send(Client client, UnaryOperator<String> things) {
    Recipe.Filled filled = recipe.fill(things);
    assertThat(route.matches(filled.path().replaceAll("\\?.*", "")))
        .as("the recipe of %s is for %s", route, filled.path())
        .isTrue();
    if (route.streams()) {
      return client.peek(filled.path());
    }
    if (filled.body().isEmpty()) {
      return client.send(route.method(), filled.path(), BodyPublishers.noBody());
    }
    boolean form = route.type().startsWith("multipart/");
    return client.send(
        route.method(),
        filled.path(),
        BodyPublishers.ofString(form ? filled.body().replace("\\r\\n", "\r\n") : filled.body()),
        "Content-Type",
        form ? route.type() + "; boundary=x" : route.type());
  }

  /** An answer without what differs by its nature. */
  private static String neutral(Answer answer, String id) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          boolean own = OWN_HEADERS.contains(lower) || lower.startsWith("ratelimit");
          headers.put(name, own ? "…" : String.join(", ", values));
        });
    return (answer.status() + "\n" + headers + "\n" + answer.text()).replace(id, "<id>");
  }

  private static String another(String name) {
    return "x".repeat(name.length());
  }
}
