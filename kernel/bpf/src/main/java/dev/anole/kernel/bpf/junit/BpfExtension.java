package dev.anole.kernel.bpf.junit;

import dev.anole.kernel.bpf.BpfObject;
import dev.anole.kernel.bpf.BpfProgram;
import dev.anole.kernel.bpf.LoadOptions;
import dev.anole.kernel.bpf.LoadedObject;
import dev.anole.kernel.linux.UnavailableException;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads what {@link BpfTest} names, for each test. */
final class BpfExtension implements BeforeEachCallback, ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(BpfExtension.class);

    /** Closed by JUnit when the test is over. */
    private record Held(LoadedObject loaded) implements AutoCloseable {
        @Override
        public void close() {
            loaded.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        Class<?> type = context.getRequiredTestClass();
        BpfTest test = type.getAnnotation(BpfTest.class);
        Path file = Path.of(test.value());
        BpfObject object = Files.isRegularFile(file) ? BpfObject.read(file) : BpfObject.resource(type, test.value());
        try {
            LoadOptions options = test.programs().length == 0 ? LoadOptions.DEFAULT : LoadOptions.DEFAULT.only(test.programs());
            context.getStore(NAMESPACE).put(LoadedObject.class, new Held(object.load(options)));
        } catch (UnavailableException e) {
            throw new TestAbortedException(e.getMessage(), e);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == LoadedObject.class || type == BpfProgram.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        LoadedObject loaded = context.getStore(NAMESPACE).get(LoadedObject.class, Held.class).loaded();
        return parameter.getParameter().getType() == LoadedObject.class ? loaded
                : loaded.program(parameter.getParameter().getName());
    }
}
