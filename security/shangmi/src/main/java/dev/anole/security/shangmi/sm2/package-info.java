/**
 * SM2 (GB/T 32918): signature, encryption, key exchange, and the field and curve below them.
 *
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>keys</td><td>{@link dev.anole.security.shangmi.sm2.Sm2PublicKey}, {@link dev.anole.security.shangmi.sm2.Sm2PrivateKey}</td></tr>
 * <tr><td>part 2, signature</td><td>{@link dev.anole.security.shangmi.sm2.Sm2Signature}</td></tr>
 * <tr><td>part 3, key exchange</td><td>{@link dev.anole.security.shangmi.sm2.Sm2KeyExchange}, {@link dev.anole.security.shangmi.sm2.Sm2DiffieHellman}</td></tr>
 * <tr><td>part 4, encryption</td><td>{@link dev.anole.security.shangmi.sm2.Sm2Encryption}, {@link dev.anole.security.shangmi.sm2.Sm2Ciphertext}</td></tr>
 * <tr><td>part 5, the curve</td><td>{@link dev.anole.security.shangmi.sm2.Sm2Curve}</td></tr>
 * <tr><td>services of the provider</td><td>{@code *Spi}</td></tr>
 * </table>
 *
 * <p>Secret scalars and points are worked on in constant time: no branch and no index depends on them, representations
 * are blinded, tables are read whole. Verification works on public values and is free to branch.
 */
package dev.anole.security.shangmi.sm2;
