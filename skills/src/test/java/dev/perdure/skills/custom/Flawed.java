package dev.perdure.skills.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perdure.core.error.Flaw;
import dev.perdure.core.error.PerdureError;
import dev.perdure.core.error.PerdureException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What was wrong with a draft. */
public final class Flawed {

  private Flawed() {}

  /** The flaws it is refused with. */
  public static List<Flaw> flaws(ThrowingCallable call) {
    PerdureException thrown = catchThrowableOfType(PerdureException.class, call);
    assertThat(thrown).as("a refusal").isNotNull();
    PerdureError error = thrown.error();
    assertThat(error.code()).isEqualTo("invalid_skill");
    assertThat(error).isInstanceOf(PerdureError.Invalid.class);
    List<Flaw> flaws = ((PerdureError.Invalid) error).flaws();
    assertThat(flaws).isNotEmpty();
    assertThat(error.message()).startsWith(flaws.getFirst().toString());
    return flaws;
  }
}
