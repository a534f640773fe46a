package dev.perdure.api.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.api.service.FileService;
import dev.perdure.core.port.WorkspaceStore;
import dev.perdure.core.tenant.Caller;
import dev.perdure.core.tenant.Credential;
import dev.perdure.core.tenant.OrgId;
import dev.perdure.core.workspace.StoredFile;
import dev.perdure.core.workspace.WorkspaceFile;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DownloadsTest {

  @Test
  void headReadsNothingOfTheContent() throws IOException {
    WorkspaceStore unread =
        proxy(
            WorkspaceStore.class,
            method -> {
              throw new AssertionError(method + " was called");
            });
    ContainerRequestContext head =
        proxy(ContainerRequestContext.class, method -> method.equals("getMethod") ? "HEAD" : null);
    StoredFile file =
        new StoredFile(
            new WorkspaceFile("a", 1, 10, "text/plain", "00", Instant.EPOCH),
            UUID.randomUUID(),
            null,
            "call");
    Caller caller =
        new Caller(
            new OrgId(UUID.randomUUID()),
            UUID.randomUUID(),
            new Credential(Credential.Kind.API_KEY, UUID.randomUUID()),
            Set.of());
    Response answer = new Downloads(new FileService(unread)).of(caller, file, head);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ((StreamingOutput) answer.getEntity()).write(out);
    assertThat(out.size()).isZero();
    assertThat(answer.getHeaderString("Content-Length")).isEqualTo("10");
  }

  private interface Answers {
    @org.jspecify.annotations.Nullable
    Object to(String method);
  }

  private static <T> T proxy(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, _) -> answers.to(method.getName())));
  }
}
