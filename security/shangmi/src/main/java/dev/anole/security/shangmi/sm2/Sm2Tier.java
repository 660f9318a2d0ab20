package dev.anole.security.shangmi.sm2;

/**
 * What multiplies points: emitted code, or plain Java.
 *
 * @param name "adx" for emitted code with BMI2 and ADX, "scalar" for plain Java
 * @param reason why it is not emitted code; empty if it is
 */
public record Sm2Tier(String name, String reason) {
    /** What runs in this process. */
    public static Sm2Tier running() {
        return new Sm2Tier(EmittedPoints.isAvailable() ? "adx" : "scalar", EmittedPoints.UNAVAILABLE);
    }
}
