package dev.perdure.store;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Calls from many threads at the same moment. */
final class Together {

  private Together() {}

  /** The answers, in the order of the numbers. */
  static <T> List<T> call(int count, IntFunction<T> call) {
    CountDownLatch ready = new CountDownLatch(count);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> answers =
          IntStream.range(0, count)
              .mapToObj(n ->
                  threads.submit(
                      (Callable<T>)
                          () -> {
                            ready.countDown();
                            ready.await();
                            return call.apply(n);
                          }))
              .toList();
      return answers.stream().map(Together::get).toList();
    }
  }

  private static <T> T get(Future<T> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
