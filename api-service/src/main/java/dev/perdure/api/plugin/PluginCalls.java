package dev.perdure.api.plugin;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls what a plug-in made with the plug-in's class loader as that of the thread: libraries find
 * their own parts by it. What comes back and is the plug-in's too is called the same way.
 */
final class PluginCalls implements InvocationHandler {

  private static final String API = "dev.perdure.core.";

  private final Object target;
  private final ClassLoader loader;

  private PluginCalls(Object target, ClassLoader loader) {
    this.target = target;
    this.loader = loader;
  }

  /** Runs something with a class loader as that of the thread. */
  static <T> T within(ClassLoader loader, Supplier<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** What is called in place of an implementation. */
  static <T> T around(Class<T> api, T target, ClassLoader loader) {
    return api.cast(Objects.requireNonNull(wrapped(target, loader)));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] given)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, given);
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return wrapped(method.invoke(target, given), loader);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] given) {
    return switch (method.getName()) {
      case "equals" -> isThis(given == null ? null : given[0]);
      case "hashCode" -> System.identityHashCode(proxy);
      default -> name();
    };
  }

  private boolean isThis(@Nullable Object other) {
    return other != null
        && Proxy.isProxyClass(other.getClass())
        && Proxy.getInvocationHandler(other).equals(this);
  }

  /** Which class of which jar it is. */
  private String name() {
    CodeSource source = target.getClass().getProtectionDomain().getCodeSource();
    return target.getClass().getName() + (source == null ? "" : " (" + source.getLocation() + ")");
  }

  private static @Nullable Object wrapped(@Nullable Object value, ClassLoader loader) {
    return switch (value) {
      case null -> null;
      case List<?> list -> list.stream().map(one -> wrapped(one, loader)).toList();
      case Optional<?> optional -> optional.map(one -> wrapped(one, loader));
      default -> loader.equals(value.getClass().getClassLoader()) ? proxy(value, loader) : value;
    };
  }

  private static Object proxy(Object target, ClassLoader loader) {
    Set<Class<?>> interfaces = new LinkedHashSet<>();
    for (Class<?> type = target.getClass(); type != null; type = type.getSuperclass()) {
      addApi(type, interfaces);
    }
    return interfaces.isEmpty()
        ? target
        : Proxy.newProxyInstance(
            loader, interfaces.toArray(Class<?>[]::new), new PluginCalls(target, loader));
  }

  /** Adds what of the API a type is, by way of the plug-in's own interfaces too. */
  private static void addApi(Class<?> type, Set<Class<?>> found) {
    for (Class<?> one : type.getInterfaces()) {
      if (one.getName().startsWith(API) || one == AutoCloseable.class) {
        found.add(one);
      } else {
        addApi(one, found);
      }
    }
  }
}
