package dev.anole.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What was typed, taken apart: the words that name the command, and everything else in its order. Options that every
 * command has may stand before the words: {@code anole --json host show}.
 *
 * @param command the words, as many as still begin some command's name; empty when none was typed
 * @param rest    options and values
 */
record Words(List<String> command, List<String> rest) {
    Words {
        command = List.copyOf(command);
        rest = List.copyOf(rest);
    }

    /**
     * @param typed the arguments
     * @param names the names of all commands, words separated by spaces
     */
    static Words of(List<String> typed, Set<String> names) {
        List<String> command = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        int i = 0;
        while (i < typed.size()) {
            String word = typed.get(i);
            Optional<GlobalOption> global = GlobalOption.of(word);
            if (global.isPresent()) {
                rest.add(word);
                if (global.get().parameter().isPresent() && !word.contains("=") && i + 1 < typed.size()) {
                    rest.add(typed.get(++i));
                }
                i++;
            } else if (!word.startsWith("-") && (command.isEmpty() || begins(command, word, names))) {
                command.add(word);
                i++;
            } else {
                break;
            }
        }
        rest.addAll(typed.subList(i, typed.size()));
        return new Words(command, rest);
    }

    private static boolean begins(List<String> command, String word, Set<String> names) {
        String sofar = String.join(" ", command);
        // After a word that names nothing the next one belongs to what was meant: "hots show".
        if (names.stream().noneMatch(n -> n.equals(sofar) || n.startsWith(sofar + " "))) {
            return command.size() < 2;
        }
        String longer = sofar + " " + word;
        return names.stream().anyMatch(n -> n.equals(longer) || n.startsWith(longer + " "))
            || !names.contains(sofar);
    }

    String name() {
        return String.join(" ", command);
    }
}
