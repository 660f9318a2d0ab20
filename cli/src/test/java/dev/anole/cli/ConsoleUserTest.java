package dev.anole.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleUserTest {
    @Test
    void theUserAnoleIsTakenWhereThereIsOne() {
        assertEquals(new ConsoleUser(998, 997), ConsoleUser.choose(List.of("root:x:0:0:root:/root:/bin/sh", "anole:x:998:997::/:/sbin/nologin")));
    }

    @Test
    void elseAnIdThatNobodyHas() {
        assertEquals(new ConsoleUser(61186, 61186), ConsoleUser.choose(List.of("root:x:0:0::/root:/bin/sh", "a:x:61184:1::/:/bin/sh", "b:x:5:61185::/:/bin/sh",
            "broken line", "worse:x:y:z")));
    }

    @Test
    void aUserAnoleWhoIsRootIsNotTaken() {
        assertEquals(61184, ConsoleUser.choose(List.of("anole:x:0:0::/:/bin/sh")).uid());
    }
}
