package dev.perdure.devstack;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perdure.devstack.fetch.FileTree;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The one stack that all tests share, unless they kill its parts.
 *
 * <p>With {@code PERDURE_TEST_STACK} set to a JSON file of {@link StackAddresses} it is that one;
 * else it is started on first use and dies with this JVM. The one place with static state: JUnit
 * gives a test run no other.
 */
public final class SharedDevStack {

  private static final String VARIABLE = "PERDURE_TEST_STACK";
  private static final int REDIS_DATABASES = 1000;

  private final StackAddresses addresses;
  private final AtomicInteger count = new AtomicInteger();
  private final String unique;
  private final int firstRedisDatabase;

  private SharedDevStack(StackAddresses addresses) {
    this.addresses = addresses;
    byte[] bytes = new byte[4];
    SecureRandom random = new SecureRandom();
    random.nextBytes(bytes);
    this.unique = HexFormat.of().formatHex(bytes);
    this.firstRedisDatabase = random.nextInt(REDIS_DATABASES);
  }

  /** The shared stack of this JVM. */
  public static SharedDevStack get() {
    return Holder.INSTANCE;
  }

  public StackAddresses addresses() {
    return addresses;
  }

  /** A fresh, empty database, a Redis database number and a task queue for a test class. */
  public TestStack forTest(Class<?> test) {
    String name = newName(test);
    Databases.create(addresses.postgres(), name);
    return resources(name);
  }

  /**
   * As {@link #forTest(Class)}, with a copy of a database that was made ready once in the run.
   *
   * @param template names what {@code prepare} makes, of a-z, 0-9 and {@code _}
   * @param prepare makes an empty database ready, such as by migrating it; closes its connections
   */
  public TestStack forTest(Class<?> test, String template, Consumer<PostgresAddress> prepare) {
    String name = newName(test);
    Databases.template(addresses.postgres(), template, prepare);
    Databases.copy(addresses.postgres(), template, name);
    return resources(name);
  }

  /** Deletes the database of a test class. Only large ones are worth it. */
  public void release(TestStack stack) {
    Databases.drop(addresses.postgres(), stack.name());
  }

  private TestStack resources(String name) {
    int redisDatabase = (firstRedisDatabase + count.get()) % REDIS_DATABASES;
    return new TestStack(
        name,
        addresses.postgres().withDatabase(name),
        addresses.redisUrl() + "/" + redisDatabase,
        addresses.temporalAddress(),
        name);
  }

  private String newName(Class<?> test) {
    String simple = test.getSimpleName().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    String shortened = simple.substring(0, Math.min(40, simple.length()));
    return "t_%s_%s_%d".formatted(shortened, unique, count.incrementAndGet());
  }

  private static final class Holder {
    static final SharedDevStack INSTANCE = new SharedDevStack(open());

    private static StackAddresses open() {
      String file = System.getenv(VARIABLE);
      return file == null || file.isBlank() ? startOwn() : read(Path.of(file));
    }

    private static StackAddresses read(Path file) {
      try {
        return new ObjectMapper().readValue(file.toFile(), StackAddresses.class);
      } catch (IOException e) {
        throw new DevStackException(
            "%s names %s, which can't be read: %s".formatted(VARIABLE, file, e.getMessage()), e);
      }
    }

    private static StackAddresses startOwn() {
      DevStackOptions options = DevStackOptions.forTests();
      DevStack stack = DevStack.start(options);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> discard(stack, options)));
      return stack.addresses();
    }

    // Nobody needs these data again, so the servers may as well be killed.
    private static void discard(DevStack stack, DevStackOptions options) {
      stack.discard();
      FileTree.delete(options.folder());
    }
  }
}
