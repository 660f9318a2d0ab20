package dev.anole.security.shangmi;

/**
 * The functions of emitted code. All have one signature: {@code (keys, in, inAt, out, outAt, blocks, extra)}, arrays as
 * addresses; those in brackets are not used.
 */
enum Routine {
    ECB,
    /** Extra: the counter block. */
    COUNTER,
    /** Extra: the chain, updated. */
    CBC_ENCRYPT,
    /** Extra: the chain, updated; [out]. */
    CBC_MAC,
    /** Extra: the chain, not updated. */
    CBC_DECRYPT,
    /** Extra: the masks. */
    XEX,
    /** Keys: powers of H; extra: the state, updated; [out]. */
    GHASH
}
