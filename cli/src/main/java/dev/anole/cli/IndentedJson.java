package dev.anole.cli;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;

/** JSON for eyes: two spaces a level, also in lists. */
final class IndentedJson extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1;

    IndentedJson() {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        indentArraysWith(indenter);
        indentObjectsWith(indenter);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
        return new IndentedJson();
    }
}
