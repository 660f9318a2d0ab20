package dev.anole.security.shangmi;

import org.junit.jupiter.api.Test;

import java.util.HexFormat;

import static org.junit.jupiter.api.Assertions.assertEquals;

class EngineTest {
    private static final byte[] KEY = HexFormat.of().parseHex("0123456789abcdeffedcba9876543210");

    @Test
    void theStandardsFirstExample() {
        assertEquals("681edf34d206965e86b3e94f536e4246", encrypt(new ScalarEngine(), 1));
    }

    @Test
    void theStandardsMillionEncryptions() {
        assertEquals("595298c7c6fd271f0402f804c33d3f66", encrypt(new ScalarEngine(), 1_000_000));
    }

    private static String encrypt(Engine engine, int times) {
        long[] keys = engine.prepare(KeyExpansion.expand(KEY));
        byte[] block = KEY.clone();
        for (int i = 0; i < times; i++) {
            engine.ecb(keys, block, 0, block, 0, 1);
        }
        return HexFormat.of().formatHex(block);
    }
}
