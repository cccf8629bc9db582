package io.conntrack.netlink.testing;

import io.conntrack.netlink.internal.sys.NativePlatform;
import io.conntrack.netlink.internal.sys.SystemCallException;
import io.conntrack.netlink.internal.uapi.Requirement;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs each test of a {@link KernelTest} in a network namespace of its own. */
public final class NetnsExtension
    implements BeforeEachCallback, InvocationInterceptor, ParameterResolver {

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(NetnsExtension.class);
  private static final String REMEDY = "start the JVM by src/test/netns/bin/java";
  private static final Path USER_IDS = Path.of("/proc/self/uid_map");
  private static final String ALL_USER_IDS = "4294967295"; // of the initial user namespace only

  /** For JUnit. */
  public NetnsExtension() {}

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    NativePlatform.problem().ifPresent(problem -> Requirement.require(false, problem));
    Requirement.require(
        !isInitialUserNamespace(),
        "is in the machine's own user namespace, where a mistake could change the machine: "
            + REMEDY);
    needs(context).stream()
        .map(Feature::problem)
        .flatMap(Optional::stream)
        .forEach(problem -> Requirement.require(false, problem));
    context.getStore(STORE).put(Netns.class, createNamespace());
  }

  private static boolean isInitialUserNamespace() throws IOException {
    List<String> ranges = Files.readAllLines(USER_IDS);
    return ranges.stream().anyMatch(range -> range.strip().endsWith(ALL_USER_IDS));
  }

  private static Set<Feature> needs(ExtensionContext context) {
    Set<Feature> needs = EnumSet.of(Feature.IP, Feature.NFT);
    for (Optional<? extends AnnotatedElement> element :
        List.of(context.getElement(), context.getTestClass())) {
      AnnotationSupport.findAnnotation(element, KernelTest.class)
          .ifPresent(annotation -> needs.addAll(List.of(annotation.needs())));
    }
    return needs;
  }

  private static Netns createNamespace() throws Exception {
    try {
      return Netns.create();
    } catch (SystemCallException e) {
      Requirement.require(false, "has no network namespace: " + e.getMessage() + "; " + REMEDY);
      throw e;
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Netns.class;
  }

  @Override
  public Netns resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return netns(context);
  }

  private static Netns netns(ExtensionContext context) {
    return context.getStore(STORE).get(Netns.class, Netns.class);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  @Override
  public <T> T interceptTestFactoryMethod(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    return proceed(invocation, context);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation,
      DynamicTestInvocationContext invocationContext,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  @Override
  public void interceptAfterEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    proceed(invocation, context);
  }

  private static <T> T proceed(Invocation<T> invocation, ExtensionContext context)
      throws Exception {
    return netns(context).call(() -> proceed(invocation));
  }

  private static <T> T proceed(Invocation<T> invocation) throws Exception {
    try {
      return invocation.proceed();
    } catch (Exception | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // neither: nobody throws that
    }
  }
}
