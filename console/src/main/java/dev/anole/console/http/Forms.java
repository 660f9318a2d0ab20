package dev.anole.console.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a form or a query, {@code application/x-www-form-urlencoded} in UTF-8 (WHATWG URL, 5.1). */
public final class Forms {
    /** Fields of one form. */
    public static final int FIELDS_MAX = 512;

    private Forms() {
    }

    /** @throws Refusal for what is not well formed, or has too many fields */
    public static Map<String, List<String>> parse(String encoded) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        int count = 0;
        for (String pair : encoded.split("&", FIELDS_MAX + 2)) {
            if (pair.isEmpty()) {
                continue;
            }
            if (++count > FIELDS_MAX) {
                throw Refusal.badRequest("a form has at most " + FIELDS_MAX + " fields", "表单最多 " + FIELDS_MAX + " 个字段");
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            form.computeIfAbsent(name, _ -> new ArrayList<>()).add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return form;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("the form is not well formed: a percent sign stands for nothing", "表单格式不正确：百分号编码有误");
        }
    }
}
