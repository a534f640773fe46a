package dev.perdure.testkit.plugin;

import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.jdbi.v3.core.statement.TemplateEngine;

/**
 * Switches the queries' own conditions on the organization off, to prove that row-level security
 * holds alone: {@code org_id = :org}, with or without the table's alias, becomes {@code TRUE}.
 *
 * <p>JDBI finds it on the class path. It does nothing unless the system property {@value #PROPERTY}
 * or the environment variable {@value #VARIABLE} is {@code true} when the store is made. A test
 * within one process sets the property around {@code StoreFactory.create}; a test of the whole
 * service, whose processes have this module on their class path, adds the variable to their
 * environment.
 */
public final class FiltersOff implements JdbiPlugin {

  /** The system property. */
  public static final String PROPERTY = "perdure.test.filtersOff";

  /** The environment variable. */
  public static final String VARIABLE = "PERDURE_TEST_FILTERS_OFF";

  private static final Pattern CONDITION =
      Pattern.compile("(?:\\b\\w+\\.)?\\borg_id\\s*=\\s*:org\\b");

  @Override
  public void customizeJdbi(Jdbi jdbi) {
    if (Boolean.getBoolean(PROPERTY) || Boolean.parseBoolean(System.getenv(VARIABLE))) {
      install(jdbi);
    }
  }

  /** Switches them off whatever the property says. */
  public static Jdbi install(Jdbi jdbi) {
    SqlStatements statements = jdbi.getConfig(SqlStatements.class);
    statements.setUnusedBindingAllowed(true);
    statements.setTemplateEngine(new Off(statements.getTemplateEngine()));
    return jdbi;
  }

  private record Off(TemplateEngine engine) implements TemplateEngine {

    @Override
    public String render(String template, StatementContext ctx) {
      return CONDITION.matcher(engine.render(template, ctx)).replaceAll("TRUE");
    }
  }
}
