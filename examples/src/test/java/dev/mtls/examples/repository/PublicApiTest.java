package dev.mtls.examples.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The public API of each published module stands in {@code api/MODULE.txt}, so that a change of it is seen in review.
 *
 * <p>Rewritten by {@code mvn -B -ntp -pl examples -am test -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dapi.rewrite}.
 */
class PublicApiTest {

    @ParameterizedTest
    @ValueSource(strings = {"dev.mtls.core.MtlsContext", "dev.mtls.parser.Conversation", "dev.mtls.testkit.TestPki"})
    void theApiOfAModuleIsWhatItsTextFileSays(String memberOfTheModule) throws Exception {
        ModuleReference module = moduleOf(Class.forName(memberOfTheModule));
        String name = module.descriptor().name();
        String actual = describe(module);
        Path file = Repository.file("api/" + name + ".txt");
        if (System.getProperty("api.rewrite") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertThat(file).exists();
        assertThat(actual)
                .as("public API of %s; if the change is meant, rewrite the file (see the javadoc of this test)", name)
                .isEqualTo(Files.readString(file));
    }

    private static ModuleReference moduleOf(Class<?> type) throws URISyntaxException {
        Path home =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        return ModuleFinder.of(home).findAll().iterator().next();
    }

    private static String describe(ModuleReference module) throws IOException, ClassNotFoundException {
        Set<String> exported = module.descriptor().exports().stream()
                .filter(e -> !e.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .collect(Collectors.toSet());
        List<String> classNames;
        try (ModuleReader reader = module.open();
                Stream<String> resources = reader.list()) {
            classNames = resources
                    .filter(r -> r.endsWith(".class") && !r.endsWith("-info.class"))
                    .map(r -> r.substring(0, r.length() - 6).replace('/', '.'))
                    .filter(c -> exported.contains(c.substring(0, c.lastIndexOf('.'))))
                    .sorted()
                    .toList();
        }
        StringBuilder text = new StringBuilder();
        for (String className : classNames) {
            Class<?> type = Class.forName(className, false, PublicApiTest.class.getClassLoader());
            if (isVisible(type)) {
                describe(type, text);
            }
        }
        return text.toString();
    }

    private static boolean isVisible(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getEnclosingClass()) {
            if (!isVisible(c.getModifiers()) || c.isAnonymousClass() || c.isLocalClass()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static void describe(Class<?> type, StringBuilder text) {
        text.append(kind(type)).append(' ').append(type.getName());
        if (type.isRecord()) {
            text.append(Arrays.stream(type.getRecordComponents())
                    .map(c -> shorten(c.getGenericType()) + " " + c.getName())
                    .collect(Collectors.joining(", ", "(", ")")));
        }
        if (type.getSuperclass() != null
                && !Set.of("Object", "Record", "Enum")
                        .contains(type.getSuperclass().getSimpleName())) {
            text.append(" extends ").append(shorten(type.getGenericSuperclass()));
        }
        if (type.getInterfaces().length > 0) {
            text.append(type.isInterface() ? " extends " : " implements ")
                    .append(Arrays.stream(type.getGenericInterfaces())
                            .map(PublicApiTest::shorten)
                            .collect(Collectors.joining(", ")));
        }
        if (type.isSealed()) {
            text.append(Arrays.stream(type.getPermittedSubclasses())
                    .map(Class::getSimpleName)
                    .sorted()
                    .collect(Collectors.joining(", ", " permits ", "")));
        }
        text.append('\n');
        members(type).forEach(m -> text.append("  ").append(m).append('\n'));
    }

    private static Set<String> members(Class<?> type) {
        Set<String> lines = new TreeSet<>();
        for (Field f : type.getDeclaredFields()) {
            if (isApi(f)) {
                lines.add(modifiers(f) + shorten(f.getGenericType()) + " " + f.getName());
            }
        }
        for (Constructor<?> c : type.getDeclaredConstructors()) {
            if (isApi(c) && !type.isRecord()) {
                lines.add(modifiers(c) + "new" + parameters(c));
            }
        }
        for (Method m : type.getDeclaredMethods()) {
            boolean given = type.isRecord() && isRecordMethod(type, m);
            if (isApi(m) && !given) {
                lines.add(modifiers(m) + shorten(m.getGenericReturnType()) + " " + m.getName() + parameters(m));
            }
        }
        return lines;
    }

    /** Accessors and the three methods every record has say nothing that its header does not. */
    private static boolean isRecordMethod(Class<?> type, Method m) {
        return Set.of("equals", "hashCode", "toString").contains(m.getName())
                || m.getParameterCount() == 0
                        && Arrays.stream(type.getRecordComponents())
                                .anyMatch(c -> c.getName().equals(m.getName()));
    }

    private static boolean isApi(Member m) {
        return isVisible(m.getModifiers()) && !m.isSynthetic();
    }

    private static String kind(Class<?> type) {
        String kind = type.isAnnotation()
                ? "@interface"
                : type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
        boolean plain = !type.isInterface() && !type.isEnum() && !type.isRecord();
        String before = plain && Modifier.isFinal(type.getModifiers())
                ? "final "
                : plain && Modifier.isAbstract(type.getModifiers()) ? "abstract " : "";
        return (type.isSealed() && !type.isEnum() ? "sealed " : "") + before + kind;
    }

    private static String modifiers(Member m) {
        int relevant = m.getModifiers() & (Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT);
        return relevant == 0 ? "" : Modifier.toString(relevant) + " ";
    }

    private static String parameters(Executable e) {
        String thrown = e.getExceptionTypes().length == 0
                ? ""
                : Arrays.stream(e.getExceptionTypes())
                        .map(Class::getSimpleName)
                        .sorted()
                        .collect(Collectors.joining(", ", " throws ", ""));
        return Arrays.stream(e.getParameters())
                        .map(Parameter::getParameterizedType)
                        .map(PublicApiTest::shorten)
                        .collect(Collectors.joining(", ", "(", ")"))
                + thrown;
    }

    /** Type names without their packages, which the imports of a reader's mind supply. */
    private static String shorten(Type type) {
        return type.getTypeName().replaceAll("[a-z][a-z0-9_]*\\.", "").replace('$', '.');
    }
}
