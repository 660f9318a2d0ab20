package dev.anole.ops.series;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last {@value #MOST} notices. One that only repeats the last is not kept twice. */
final class Notices {
    static final int MOST = 64;

    private final Deque<Notice> notices = new ArrayDeque<>();

    synchronized void add(String sentence) {
        if (!notices.isEmpty() && notices.getLast().sentence().equals(sentence)) {
            return;
        }
        if (notices.size() == MOST) {
            notices.removeFirst();
        }
        notices.addLast(new Notice(System.currentTimeMillis(), sentence));
    }

    synchronized List<Notice> list() {
        return List.copyOf(notices);
    }
}
