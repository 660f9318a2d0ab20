package dev.anole.console.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * 256 random bits that let somebody in: a login link, a session, an API token. It prints as dots; what is stored is its
 * hash. A plain SHA-256 suffices there, because nobody can guess 256 random bits by trying.
 */
public final class Token {
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("(an_)?[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Begins the tokens of programs, so that a scanner of repositories recognises one. */
    private static final String API_PREFIX = "an_";

    private final String text;

    private Token(String text) {
        this.text = text;
    }

    /** A new one for a person. */
    public static Token random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** A new one for a program. */
    public static Token randomForApi() {
        return new Token(API_PREFIX + random().text);
    }

    /** What somebody presented; empty when it cannot be a token, so that nothing long is hashed. */
    public static Optional<Token> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Token(text)) : Optional.empty();
    }

    /** The token itself, for the one it is given to. */
    public String reveal() {
        return text;
    }

    /** SHA-256 in lower-case hexadecimal, as it is stored. */
    public String hash() {
        return HexFormat.of().formatHex(sha256(text));
    }

    /**
     * Another secret that only the holder of this one and the server can compute, and that does not lead back to it: the
     * session's CSRF token.
     */
    public String derive(String purpose) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(purpose + ":" + text));
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "••••••";
    }
}
