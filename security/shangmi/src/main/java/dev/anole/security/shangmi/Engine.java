package dev.anole.security.shangmi;

/**
 * One way to compute SM4 and GHASH; which one runs is decided once a process, by {@link Engines}. All are constant-time
 * in key and data: no table is indexed by a secret.
 *
 * <p>Callers have checked every range. Input and output are either the same bytes or do not overlap.
 */
interface Engine {
    int BLOCK_BYTES = 16;
    int ROUNDS = 32;

    /** The tier that this is. */
    Tier tier();

    /**
     * The engine's own form of 32 round keys, in the order of their use. The arrays of one engine mean nothing to
     * another.
     */
    long[] prepare(int[] roundKeys);

    /** Encrypts or decrypts blocks one by one, as the order of the round keys says. */
    void ecb(long[] keys, byte[] in, int inAt, byte[] out, int outAt, int blocks);

    /**
     * XORs with encrypted counters. Only the last 32 bits of the counter count, and they must not pass their end within a
     * call; the counter itself is not changed.
     */
    void counter(long[] keys, byte[] counter, byte[] in, int inAt, byte[] out, int outAt, int blocks);

    /** CBC: each block is XORed with the one before and then encrypted. The chain becomes the last block. */
    void cbcEncrypt(long[] keys, byte[] chain, byte[] in, int inAt, byte[] out, int outAt, int blocks);

    /** The chain of {@link #cbcEncrypt} without its output. */
    void cbcMac(long[] keys, byte[] chain, byte[] in, int inAt, int blocks);

    /** The inverse of {@link #cbcEncrypt}; the keys are those for decryption. */
    void cbcDecrypt(long[] keys, byte[] chain, byte[] in, int inAt, byte[] out, int outAt, int blocks);

    /** XORs each block with its own mask before and after; masks begin at the array's start. */
    void xex(long[] keys, byte[] masks, byte[] in, int inAt, byte[] out, int outAt, int blocks);

    /** The engine's own form of GHASH's key, from the 16 bytes of H. */
    long[] prepareHash(byte[] h);

    /** GHASH, NIST SP 800-38D section 6.4, over whole blocks. */
    void hash(long[] key, byte[] state, byte[] in, int inAt, int blocks);
}
