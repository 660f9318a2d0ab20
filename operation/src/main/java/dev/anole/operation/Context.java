package dev.anole.operation;

import java.time.Clock;

/** What an operation under way may use; there are no globals. */
public interface Context {
    TaskId task();

    /** Who asked. */
    Actor actor();

    Progress progress();

    Clock clock();

    Host host();

    Journal journal();
}
