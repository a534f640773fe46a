package dev.perdure.store.s3;

import dev.perdure.core.error.PerdureException;
import dev.perdure.core.port.ContentStore;
import dev.perdure.core.tenant.OrgId;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Keeps each content as an object, {@code <prefix><organization>/<content>}. A large one is
 * uploaded in parts, one of which is in memory.
 */
public final class S3ContentStore implements ContentStore, AutoCloseable {

  /** Of this store, as kept with each content. */
  public static final String NAME = "s3";

  /** Ten thousand of them, which is the most there may be, are 80 GB. */
  private static final int PART = 8 << 20;

  private static final int NOT_FOUND = 404;
  private static final int PAST_THE_END = 416;

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  public S3ContentStore(S3Settings settings) {
    this.bucket = settings.bucket();
    this.prefix = settings.prefix();
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials(settings))
            .forcePathStyle(settings.pathStyle())
            // Services other than Amazon's do not all know the newer checksums. The contents carry
            // their own proof.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClient(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE)
                    .build());
    if (!settings.endpoint().isEmpty()) {
      builder.endpointOverride(URI.create(settings.endpoint()));
    }
    this.client = builder.build();
  }

  private static AwsCredentialsProvider credentials(S3Settings settings) {
    return settings.accessKey().isEmpty()
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(
            AwsBasicCredentials.create(settings.accessKey(), settings.secretKey()));
  }

  @Override
  public String name() {
    return NAME;
  }

  private String of(ContentKey key) {
    return of(key.orgId()) + key.id();
  }

  private String of(OrgId orgId) {
    return prefix + orgId + "/";
  }

  @Override
  public void put(ContentKey key, InputStream content) throws IOException {
    String object = of(key);
    byte[] first = content.readNBytes(PART);
    if (first.length < PART) {
      reached(() ->
          client.putObject(put -> put.bucket(bucket).key(object), RequestBody.fromBytes(first)));
      return;
    }
    String upload =
        reached(() -> client.createMultipartUpload(make -> make.bucket(bucket).key(object)))
            .uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (byte[] part = first; part.length > 0; part = content.readNBytes(PART)) {
      parts.add(part(object, upload, parts.size() + 1, part));
    }
    reached(() ->
        client.completeMultipartUpload(complete ->
            complete
                .bucket(bucket)
                .key(object)
                .uploadId(upload)
                .multipartUpload(whole -> whole.parts(parts))));
  }

  private CompletedPart part(String object, String upload, int number, byte[] bytes) {
    String tag =
        reached(() ->
                client.uploadPart(
                    part -> part.bucket(bucket).key(object).uploadId(upload).partNumber(number),
                    RequestBody.fromBytes(bytes)))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  @Override
  public InputStream read(ContentKey key, long offset, long length) {
    ResponseInputStream<GetObjectResponse> body;
    try {
      body = get(of(key), "bytes=%d-%d".formatted(offset, offset + length - 1));
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND || e.statusCode() == PAST_THE_END) {
        return InputStream.nullInputStream();
      }
      throw PerdureException.unavailable("files", e);
    }
    return new FilterInputStream(body) {
      @Override
      public void close() {
        // Closed, it would read the rest.
        body.abort();
      }
    };
  }

  private ResponseInputStream<GetObjectResponse> get(String object, String range) {
    try {
      return client.getObject(get -> get.bucket(bucket).key(object).range(range));
    } catch (SdkClientException e) {
      throw PerdureException.unavailable("files", e);
    }
  }

  @Override
  public void delete(ContentKey key) {
    String object = of(key);
    reached(() -> client.deleteObject(delete -> delete.bucket(bucket).key(object)));
    abortUploads(object);
  }

  @Override
  public void deleteAll(OrgId orgId) {
    reached(() -> {
      client
          .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(of(orgId)))
          .contents()
          .forEach(
              object -> client.deleteObject(delete -> delete.bucket(bucket).key(object.key())));
      return orgId;
    });
    abortUploads(of(orgId));
  }

  /** Uploads that came to no end take room, and are in no list of objects. */
  private void abortUploads(String begin) {
    reached(() -> {
      for (MultipartUpload upload :
          client
              .listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(begin))
              .uploads()) {
        client.abortMultipartUpload(
            abort -> abort.bucket(bucket).key(upload.key()).uploadId(upload.uploadId()));
      }
      return begin;
    });
  }

  private static <T> T reached(Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw PerdureException.unavailable("files", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
