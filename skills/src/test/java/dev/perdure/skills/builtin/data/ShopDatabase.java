package dev.perdure.skills.builtin.data;

import dev.perdure.devstack.PostgresAddress;
import dev.perdure.devstack.SharedDevStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A real database with 3000 orders, a role that reads, and one that could write. */
public final class ShopDatabase implements AutoCloseable {

  public static final String PASSWORD = "of-the-roles-5d";

  private final PostgresAddress address;
  private final String reader = role("reader");
  private final String writer = role("writer");
  private final List<String> others = new ArrayList<>();

  public ShopDatabase(Class<?> test) {
    address = SharedDevStack.get().forTest(test).postgres();
    for (String role : List.of(reader, writer)) {
      admin("CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'");
    }
    admin("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    admin("CREATE TABLE orders (id int PRIMARY KEY, item text NOT NULL, price numeric(10, 2))");
    admin("COMMENT ON COLUMN orders.price IS 'in euros'");
    admin("INSERT INTO orders SELECT i, 'item ' || i, i * 1.5 FROM generate_series(1, 3000) i");
    admin("CREATE TABLE hidden (secret text)");
    admin("INSERT INTO hidden VALUES ('not-for-queries')");
    admin("CREATE SCHEMA other CREATE TABLE things (id int REFERENCES public.orders)");
    admin("CREATE SEQUENCE counter");
    admin("GRANT USAGE ON SCHEMA other TO " + reader + ", " + writer);
    admin("GRANT SELECT ON orders, other.things TO " + reader + ", " + writer);
    admin("GRANT INSERT, UPDATE, DELETE, TRUNCATE ON orders TO " + writer);
    admin("GRANT USAGE, CREATE ON SCHEMA public TO " + writer);
    admin("GRANT ALL ON SEQUENCE counter TO " + writer);
    admin(
        "CREATE FUNCTION sneaky() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS"
            + " $$ BEGIN DELETE FROM orders; RETURN 1; END $$");
  }

  private static String role(String name) {
    return name + "_" + UUID.randomUUID().toString().substring(24);
  }

  /** As its owner, a superuser. */
  public PostgresAddress address() {
    return address;
  }

  public String reader() {
    return reader;
  }

  public String writer() {
    return writer;
  }

  /** A role that is a superuser, and begins each session as the one that reads. */
  public String disguised() {
    String name = role("disguised");
    others.add(name);
    admin("CREATE ROLE " + name + " SUPERUSER LOGIN PASSWORD '" + PASSWORD + "'");
    admin("ALTER ROLE " + name + " SET role = '" + reader + "'");
    return name;
  }

  /** Connects as the owner. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }

  /** The one number a query of the owner answers. */
  public long count(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void admin(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    others.forEach(role -> admin("DROP ROLE " + role));
    for (String role : List.of(reader, writer)) {
      admin("DROP OWNED BY " + role);
      admin("DROP ROLE " + role);
    }
  }
}
