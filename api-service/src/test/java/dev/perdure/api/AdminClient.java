package dev.perdure.api;

import java.util.UUID;

/** Short ways to what tests of the Admin API do, as an organization's owner. */
final class AdminClient {

  final Client owner;
  private final TestService service;

  AdminClient(TestService service, Client owner) {
    this.service = service;
    this.owner = owner;
  }

  static AdminClient ofNewOrganization(TestService service) {
    return new AdminClient(service, service.newOrganization());
  }

  /** A key made by the owner; the body without braces. */
  Answer key(String body) {
    return owner.post("/v1/admin/api-keys", "{" + body + "}").expect(201);
  }

  static String id(Answer made) {
    return made.json().at("/api_key/id").asText();
  }

  Client with(Answer made) {
    return service.clientWith(made.string("secret"));
  }

  String user(String role) {
    return owner
        .post(
            "/v1/admin/users",
            "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(UUID.randomUUID(), role))
        .expect(201)
        .string("id");
  }

  /** A client of somebody else in the organization. */
  Client somebody(String role) {
    return with(key("\"name\":\"theirs\",\"user_id\":\"%s\"".formatted(user(role))));
  }
}
