package dev.anole.cli;

import dev.anole.operation.Catalog;
import dev.anole.operation.Component;
import dev.anole.operation.Effect;
import dev.anole.operation.Kind;
import dev.anole.operation.Operation;
import dev.anole.operation.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Completion scripts for shells, generated from the catalog: words of commands, options, and the values of options that
 * have a list of them. The script holds everything, so that no key press starts a program.
 */
final class Completion {
    /** What follows the words of one command: options with the values that they take; no values means any. */
    private final Map<String, Map<String, List<String>>> commands = new TreeMap<>();
    /** The words that may follow the words typed so far; the empty string is the beginning. */
    private final Map<String, TreeSet<String>> words = new TreeMap<>();

    Completion(Catalog catalog) {
        for (Operation<?, ?> operation : catalog.operations()) {
            add(operation.name().toString(), operation.input(), operation.effect());
        }
        for (Builtin builtin : Builtin.values()) {
            if (!builtin.hidden()) {
                add(builtin.word(), builtin.shape(), Effect.READS);
            }
        }
    }

    private void add(String name, Shape<?> shape, Effect effect) {
        String[] parts = name.split(" ");
        StringBuilder sofar = new StringBuilder();
        for (String part : parts) {
            words.computeIfAbsent(sofar.toString(), _ -> new TreeSet<>()).add(part);
            sofar.append(sofar.isEmpty() ? "" : " ").append(part);
        }
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (Component c : shape.components()) {
            if (c.positional()) {
                choices(c.kind()).forEach(v -> words.computeIfAbsent(name, _ -> new TreeSet<>()).add(v));
            } else if (c.secret()) {
                options.put("--" + c.option() + "-file", List.of("FILE"));
                options.put("--" + c.option() + "-stdin", List.of());
            } else if (CommandForm.isFlag(c.kind())) {
                options.put("--" + c.option(), List.of());
                options.put("--no-" + c.option(), List.of());
            } else {
                options.put("--" + c.option(), c.kind() instanceof Kind.Location ? List.of("FILE") : choices(c.kind()));
            }
        }
        for (GlobalOption option : GlobalOption.values()) {
            if (option.fits(effect)) {
                options.put(option.shown(), switch (option) {
                    case LANG -> List.of("en", "zh");
                    case DATA -> List.of("FILE");
                    case JSON, NO_COLOR, DEBUG, HELP, VERSION, DRY_RUN, YES, CONFIRM -> List.of();
                });
            }
        }
        commands.put(name, options);
    }

    private static List<String> choices(Kind kind) {
        return switch (kind) {
            case Kind.Choice choice -> choice.names();
            case Kind.Maybe(Kind inner) -> choices(inner);
            case Kind.Many(Kind element) -> choices(element);
            case Kind.Flag _, Kind.Whole _, Kind.Real _, Kind.Words _, Kind.Span _, Kind.Moment _, Kind.Location _,
                 Kind.Hidden _, Kind.Nested _, Kind.Keyed _, Kind.OneOf _ -> List.of();
        };
    }

    String script(Builtin.Shell shell) {
        return switch (shell) {
            case BASH -> bash();
            case ZSH -> "#compdef anole\n# zsh runs the script of bash: autoload bashcompinit, then complete as there.\n"
                + "autoload -U +X bashcompinit && bashcompinit\n" + bash();
            case FISH -> fish();
        };
    }

    /** All names are of letters, digits and hyphens, so nothing needs quoting. */
    private String bash() {
        StringBuilder s = new StringBuilder("""
            # anole completion; put it into a file that your shell reads: anole completion bash >/etc/bash_completion.d/anole
            _anole() {
              local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= next= opts= w i
              for ((i = 1; i < COMP_CWORD; i++)); do
                w=${COMP_WORDS[i]}
                case $w in
                  --data|--lang|--confirm) ((i++)) ;;
                  -*) ;;
                  *) _anole_words "$path"; case " $next " in *" $w "*) path="${path:+$path }$w" ;; *) break ;; esac ;;
                esac
              done
              _anole_words "$path"
              _anole_values "$path" "$prev"
              if [ "$opts" = FILE ]; then
                COMPREPLY=($(compgen -f -- "$cur")); return
              fi
              if [ -n "$opts" ]; then
                COMPREPLY=($(compgen -W "$opts" -- "$cur")); return
              fi
              case $cur in
                -*) _anole_options "$path"; COMPREPLY=($(compgen -W "$opts" -- "$cur")) ;;
                *) COMPREPLY=($(compgen -W "$next" -- "$cur"))
                   [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$cur")) ;;
              esac
            }
            _anole_words() {
              case $1 in
            """);
        words.forEach((path, next) -> s.append("    ").append(quoted(path)).append(") next='").append(String.join(" ", next)).append("' ;;\n"));
        s.append("    *) next= ;;\n  esac\n}\n_anole_options() {\n  case $1 in\n");
        commands.forEach((name, options) -> s.append("    ").append(quoted(name)).append(") opts='").append(String.join(" ", options.keySet())).append("' ;;\n"));
        s.append("    *) opts='").append(anywhere()).append("' ;;\n  esac\n}\n_anole_values() {\n  opts=\n  case \"$1 $2\" in\n");
        commands.forEach((name, options) -> options.forEach((option, values) -> {
            if (!values.isEmpty()) {
                s.append("    ").append(quoted(name + " " + option)).append(") opts='").append(String.join(" ", values)).append("' ;;\n");
            }
        }));
        return s.append("    *' --data') opts=FILE ;;\n    *' --lang') opts='en zh' ;;\n  esac\n}\ncomplete -F _anole anole\n").toString();
    }

    private static String anywhere() {
        return java.util.Arrays.stream(GlobalOption.values()).filter(o -> o.fits(Effect.READS)).map(GlobalOption::shown).collect(Collectors.joining(" "));
    }

    private static String quoted(String words) {
        return "'" + words + "'";
    }

    private String fish() {
        StringBuilder s = new StringBuilder("""
            # anole completion; put it into ~/.config/fish/completions/anole.fish
            function __anole_at
                set -l typed (commandline -opc)[2..-1]
                set -l words
                for w in $typed
                    string match -q -- '-*' $w; or set -a words $w
                end
                test "$words" = "$argv"
            end
            complete -c anole -f
            """);
        words.forEach((path, next) -> s.append("complete -c anole -n '__anole_at").append(path.isEmpty() ? "" : " " + path)
            .append("' -a '").append(String.join(" ", next)).append("'\n"));
        commands.forEach((name, options) -> options.forEach((option, values) -> {
            s.append("complete -c anole -n '__anole_at ").append(name).append("' -l ").append(option.substring(2));
            if (values.equals(List.of("FILE"))) {
                s.append(" -r -F");
            } else if (!values.isEmpty()) {
                s.append(" -x -a '").append(String.join(" ", values)).append("'");
            }
            s.append('\n');
        }));
        return s.toString();
    }

}
