package dev.perdure.devstack;

/**
 * What one test class has for itself of a shared stack.
 *
 * @param name a name that no other test class of the run has, of a-z, 0-9 and {@code _}
 * @param postgres its own database, with the administrator's credentials
 * @param redisUrl with its own database number; publish/subscribe is shared by all numbers
 * @param temporalAddress {@code host:port}, namespace {@code default}
 * @param taskQueue its own task queue
 */
public record TestStack(
    String name,
    PostgresAddress postgres,
    String redisUrl,
    String temporalAddress,
    String taskQueue) {

  /** As whom the service under test logs in; {@code migrate} makes the role. */
  public static PostgresAddress service(PostgresAddress administrator) {
    return administrator.as("perdure_service", "service-" + administrator.password());
  }

  /** Its own database, as the service under test logs in. */
  public PostgresAddress service() {
    return service(postgres);
  }
}
