package dev.anole.console.page;

/** The drawings of the console; each takes the colour of the words beside it and is hidden from readers of the screen. */
enum Icon {
    HOST("M2.5 3.5h11v4h-11zM2.5 8.5h11v4h-11zM5 5.5h.01M5 10.5h.01"),
    OPERATIONS("M3 4l3.5 4L3 12M8.5 12h5"),
    TASKS("M3 8a5 5 0 1 0 1.6-3.7M3 2.6v2.6h2.6M8 5.4V8l2 1.3"),
    CHANGES("M4 12.5v-9M4 3.5L2 5.5M4 3.5l2 2M12 3.5v9M12 12.5l-2-2M12 12.5l2-2"),
    AUDIT("M4 2.5h6l2.5 2.5v8.5h-8.5zM6 7h4M6 9.5h4"),
    SETTINGS("M3 4.5h6M12 4.5h1M10.5 3v3M3 11.5h1M7 11.5h6M5.5 10v3"),
    FIND("M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5l3 3"),
    THEME("M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11"),
    MORE("M3.5 8h.01M8 8h.01M12.5 8h.01"),
    TICK("M3 8.5l3.2 3.2L13 4.5"),
    CROSS("M4 4l8 8M12 4l-8 8"),
    TABLE("M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6.5 3.5v9"),
    TURN("M8 3a5 5 0 1 1-5 5"),
    DOT("M8 7.5v1"),
    OUT("M6.5 3.5h-3v9h3M9.5 5.5L12 8l-2.5 2.5M12 8H6");

    private final Html drawing;

    Icon(String path) {
        drawing = Html.Constant.of("<svg class=\"i\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"" + path + "\"/></svg>");
    }

    Html html() {
        return drawing;
    }

    /** The tail of the lizard, and its red dewlap. */
    static final Html BRAND = Html.Constant.of("<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path class=\"tail\" d=\"M20 6.2C18 3.8"
        + " 15 2.6 12 2.8 6.9 3.1 3 7.2 3 12.2 3 17.3 7 21.2 12 21.2c4.4 0 7.8-3.2 7.8-7.3 0-3.6-2.8-6.3-6.3-6.3-3.1 0-5.4"
        + " 2.2-5.4 5 0 2.4 1.8 4.2 4.1 4.2 1.9 0 3.3-1.3 3.3-3\"/><path class=\"dewlap\" d=\"M20.2 6.6c1.7 1.2 2.5 2.9 2.1"
        + " 4.8-1.7-.2-3-1.2-3.7-2.8z\"/></svg>");
}
