package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;

/** What the service answered. */
record Answer(int status, HttpHeaders headers, String text, JsonNode json) {

  Answer expect(int status) {
    assertThat(this.status).as(text).isEqualTo(status);
    return this;
  }

  /** Checks that this is a whole problem with a code. */
  Answer problem(int status, String code) {
    expect(status);
    assertThat(header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(string("code")).as(text).isEqualTo(code);
    assertThat(string("type")).isEqualTo("urn:perdure:error:" + code);
    assertThat(json.path("status").asInt()).isEqualTo(status);
    assertThat(string("title")).isNotBlank();
    assertThat(string("detail")).isNotBlank().doesNotContain("dev.perdure", "Exception", "java.");
    return this;
  }

  Answer field(String field) {
    assertThat(string("field")).as(text).isEqualTo(field);
    return this;
  }

  String string(String name) {
    return json.path(name).asText();
  }

  String header(String name) {
    return headers.firstValue(name).orElse("");
  }
}
