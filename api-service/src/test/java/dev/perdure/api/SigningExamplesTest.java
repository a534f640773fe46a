package dev.perdure.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The clients that are printed in docs/signing.md, as they are printed, against the service. */
class SigningExamplesTest {

  private static final Path FOLDER = Path.of("../examples/signing");

  private final SigningScene scene = new SigningScene();

  static Stream<Arguments> clients() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Stream.of(
        Arguments.of("sign.sh", List.of("bash")),
        Arguments.of("sign.py", List.of("python3")),
        Arguments.of("Sign.java", List.of(java)));
  }

  @ParameterizedTest
  @MethodSource("clients")
  void theClientWorksAsPrinted(String file, List<String> interpreter) throws Exception {
    assertThat(Files.readString(Path.of("../docs/signing.md")))
        .contains(Files.readString(FOLDER.resolve(file)));

    Said me = run(file, interpreter, scene.signer, "GET", "/v1/me?note=a%20b&x=%7B%7D");
    assertThat(me.status()).as(me.text()).isZero();
    assertThat(me.text()).contains(scene.owner.orgId().toString());

    String body = "{\"agent\": \"demo\", \"input\": \"$(signed) 'by' \\u00e4 ü\"}";
    Said started = run(file, interpreter, scene.signer, "POST", "/v1/runs", body);
    assertThat(started.text()).contains("run_id");
    assertThat(started.status()).isZero();

    Said forged = run(file, interpreter, new Signer("pdrs_" + "0".repeat(43)), "GET", "/v1/me");
    assertThat(forged.text()).contains("signature_invalid");
    assertThat(forged.status()).isNotZero();
  }

  private Said run(String file, List<String> interpreter, Signer signer, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(interpreter);
    command.add(FOLDER.resolve(file).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PERDURE_URL", scene.service.process.url().toString());
    builder.environment().put("PERDURE_API_KEY", scene.key.text());
    builder.environment().put("PERDURE_SIGNING_SECRET", signer.secret());
    builder.environment().put("LC_ALL", "C.UTF-8");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), text);
  }

  private record Said(int status, String text) {}
}
