package dev.anole.console.page;

import static dev.anole.console.page.Html.at;
import static dev.anole.console.page.Html.cls;
import static dev.anole.console.page.Html.el;

import dev.anole.operation.Effect;
import dev.anole.operation.TaskState;

/** Small signs beside a name: an effect or a state. Their shape tells them apart before their colour does. */
final class Marks {
    private Marks() {
    }

    static Html effect(PageContext c, Effect effect) {
        return el("span", cls("fx " + kind(effect)), c.say(effect.label()));
    }

    /** As in the filter of operations and in the style sheet. */
    static String kind(Effect effect) {
        return switch (effect) {
            case READS, READS_SECRETS -> "reads";
            case CHANGES -> "changes";
            case DISRUPTS -> "disrupts";
        };
    }

    static Html state(PageContext c, TaskState state) {
        String kind = switch (state) {
            case PROPOSED -> "st wait";
            case RUNNING -> "st run";
            case DONE -> "st";
            case FINDINGS -> "st cut";
            case FAILED -> "st bad";
            case STOPPED -> "st off";
            case INTERRUPTED -> "st cut";
        };
        return el("span", cls(kind), c.say(state.label()));
    }

    /** A bar from 0 to 1 beside a number, 52 px wide. */
    static Html bar(double share, boolean hot) {
        int width = (int) Math.round(52 * Math.clamp(share, 0, 1));
        return el("svg", cls(hot ? "hbar hot" : "hbar"), at("aria-hidden", "true"),
            el("rect", at("width", Integer.toString(width)), at("height", "8")));
    }
}
