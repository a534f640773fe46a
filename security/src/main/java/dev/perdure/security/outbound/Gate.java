package dev.perdure.security.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Looks a host up once, and lets it pass only when all its addresses may be reached. */
final class Gate {

  private final Policy policy;
  private final Resolver resolver;

  Gate(Policy policy, Resolver resolver) {
    this.policy = policy;
    this.resolver = resolver;
  }

  /** The addresses to connect to; none but these. */
  List<InetAddress> check(Target target, Deadline deadline) {
    deadline.check();
    policy.check(target);
    Optional<InetAddress> literal = target.literal();
    List<InetAddress> addresses =
        literal.isPresent() ? List.of(literal.get()) : lookUp(target.host(), deadline);
    policy.check(target, addresses);
    return addresses;
  }

  /** On a platform thread: a look-up holds its thread, and can be left behind, not interrupted. */
  private List<InetAddress> lookUp(String host, Deadline deadline) {
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    Thread.ofPlatform().daemon().name("outbound-lookup").start(() -> complete(found, host));
    CompletableFuture.anyOf(found.exceptionally(_ -> List.of()), deadline.over()).join();
    if (!found.isDone()) {
      deadline.check();
    }
    try {
      List<InetAddress> addresses = found.join();
      if (addresses.isEmpty()) {
        throw Refusals.unreachable(host, false, null);
      }
      return List.copyOf(addresses);
    } catch (CompletionException e) {
      throw Refusals.unreachable(host, false, e.getCause());
    }
  }

  private void complete(CompletableFuture<List<InetAddress>> found, String host) {
    try {
      found.complete(resolver.resolve(host));
    } catch (UnknownHostException | RuntimeException e) {
      found.completeExceptionally(e);
    }
  }
}
