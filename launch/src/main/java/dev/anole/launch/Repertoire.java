package dev.anole.launch;

import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs several commands of Anole in one JVM, so that one recording covers them. It is the one class of this module
 * that a run image contains: in {@code anole.jar}, since a cache must be recorded with the class path it will meet.
 */
public final class Repertoire {

    private Repertoire() {}

    /**
     * Runs each command; a command that fails is reported, and fails the training, because a cache trained on
     * error paths would be fast for nobody.
     *
     * @param args the commands' words, with {@code ;} between commands
     */
    public static void main(String[] args) throws ReflectiveOperationException {
        var program = Class.forName("dev.anole.cli.Main").getMethod("run", String[].class);
        PrintStream told = System.out;
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        int failures = 0;
        for (List<String> command : commands(args)) {
            try {
                int code = (int) program.invoke(null, (Object) command.toArray(String[]::new));
                told.println(String.join(" ", command) + ": exit code " + code);
                failures += code == 0 ? 0 : 1;
            } catch (InvocationTargetException thrown) {
                told.println(String.join(" ", command) + ": " + thrown.getCause());
                failures++;
            }
        }
        System.exit(failures == 0 ? 0 : 4);
    }

    static List<List<String>> commands(String... args) {
        var commands = new ArrayList<List<String>>();
        var words = new ArrayList<String>();
        for (String arg : args) {
            if (arg.equals(";")) {
                commands.add(List.copyOf(words));
                words.clear();
            } else {
                words.add(arg);
            }
        }
        commands.add(List.copyOf(words));
        return commands;
    }
}
