package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Walks every operation of {@code /openapi.json} as every kind of caller. An operation that nobody
 * wrote a recipe for fails, so that no route escapes.
 */
class RouteMatrixTest {

  private final Contract contract = TestService.get().contract();

  @TestFactory
  Stream<DynamicNode> everyOperation() {
    Matrix matrix = Matrix.make();
    return contract.routes().stream()
        .map(route -> DynamicContainer.dynamicContainer(route.id(), cells(matrix, route)));
  }

  @Test
  void theTableHasNoLineForWhatIsNoOperation() {
    assertThat(contract.routes().stream().map(Contract.Route::id).collect(Collectors.toSet()))
        .containsAll(Recipes.read().operations());
  }

  @Test
  void onlyRoutesThatTheTableCallsOpenAnswerEveryone() {
    Recipes recipes = Recipes.read();
    for (Contract.Route route : contract.routes()) {
      assertThat(route.open()).as("%s", route).isEqualTo(recipes.of(route).open());
    }
  }

  private static Stream<DynamicTest> cells(Matrix matrix, Contract.Route route) {
    RouteCells cells;
    try {
      cells = new RouteCells(matrix, route);
    } catch (AssertionError e) {
      return Stream.of(
          DynamicTest.dynamicTest(
              "has a recipe",
              () -> {
                throw e;
              }));
    }
    return cells(cells, matrix.recipes.of(route), route).stream();
  }

  private static List<DynamicTest> cells(RouteCells cells, Recipe recipe, Contract.Route route) {
    List<DynamicTest> tests = new ArrayList<>();
    if (recipe.open()) {
      return tests;
    }
    tests.add(DynamicTest.dynamicTest("its owner succeeds", cells::ownerSucceeds));
    tests.add(
        DynamicTest.dynamicTest(
            "it is refused without a credential that holds",
            cells::isRefusedWithoutACredentialThatHolds));
    tests.add(
        DynamicTest.dynamicTest(
            "it is open to exactly those with its permissions",
            cells::isOpenToExactlyThoseWithItsPermissions));
    if (recipe.operator()) {
      return tests;
    }
    tests.add(
        DynamicTest.dynamicTest(
            "it is closed to another organization", cells::isClosedToAnotherOrganization));
    if (route.hasPages()) {
      tests.add(
          DynamicTest.dynamicTest(
              "it shows nothing behind another organization's cursor",
              cells::showsNothingBehindAnotherOrganizationsCursor));
    }
    if (route.streams()) {
      tests.add(
          DynamicTest.dynamicTest(
              "it goes on with nothing of another organization",
              cells::goesOnWithNothingOfAnotherOrganization));
    }
    return tests;
  }
}
