package dev.perdure.devstack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestReportTest {

  @Test
  void showsTimeAgainstBudgetAndTheSumOfTests() {
    TestReport report = new TestReport();
    List.of(
            "[INFO] Building Perdure :: core 0.1.0-SNAPSHOT                       [2/12]",
            "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 0.1 s -- in a.B",
            "[INFO] Tests run: 3, Failures: 0, Errors: 0, Skipped: 0",
            "[INFO] Building Perdure :: store 0.1.0-SNAPSHOT                      [3/12]",
            "[ERROR] Tests run: 10, Failures: 1, Errors: 0, Skipped: 2",
            "[INFO] Perdure :: core .................................... SUCCESS [  3.210 s]",
            "[INFO] Perdure :: store ................................... FAILURE [02:01 min]")
        .forEach(report::accept);

    assertThat(report.lines())
        .containsExactly(
            "module        seconds   budget  ",
            "core              3.2       30  Tests run: 3, Failures: 0, Errors: 0, Skipped: 0",
            "store           121.0       90  Tests run: 10, Failures: 1, Errors: 0, Skipped: 2  OVER BUDGET",
            "Tests run: 13, Failures: 1, Errors: 0, Skipped: 2");
  }
}
