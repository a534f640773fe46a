package dev.perdure.llm.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perdure.core.error.PerdureError.ModelFailed;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors as providers word them, taken from public reports; noted 2026-11-22. */
class ModelErrorsTest {

  @Test
  void aQuotaOfGooglesThatFillsAgainIsWaitedFor() {
    ModelFailed failure =
        failure(
            429,
            """
            {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED",
              "message": "You exceeded your current quota, please check your plan and billing details.",
              "details": [{"@type": "type.googleapis.com/google.rpc.RetryInfo",
                "retryDelay": "34.074s"}]}}
            """);
    assertThat(failure.code()).isEqualTo("model_rate_limited");
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofMillis(34074));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | You exceeded your current quota, check your plan and billing details"
            + " | model_quota_exhausted",
        "429 | Requests rate limit exceeded | model_rate_limited",
        "400 | API key not valid. Please pass a valid API key. | model_key_invalid",
        "400 | The input token count (1200000) exceeds the maximum number of tokens allowed"
            + " | model_context_overflow",
        "400 | Prompt contains 40000 tokens, too large for model with 32768 maximum context length"
            + " | model_context_overflow",
        "400 | this model is missing data required for image input | model_without_images",
        "400 | This model does not support image inputs | model_without_images",
        "400 | qwen is not a multimodal model | model_without_images",
        "422 | temperature must be lower | model_request_invalid",
        "404 | model 'llama9' not found | model_not_found",
      })
  void isTypedByTheProvidersWords(int status, String words, String code) {
    assertThat(failure(status, words).code()).isEqualTo(code);
  }

  @Test
  void keysOfGoogleAreMasked() {
    assertThat(failure(400, "bad key AIzaSyD1234567890").message()).doesNotContain("1234567890");
  }

  private static ModelFailed failure(int status, String body) {
    return (ModelFailed) ModelErrors.ofStatus("p", status, body, null).error();
  }
}
