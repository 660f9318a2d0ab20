/**
 * ShangMi: the Chinese national algorithms SM2, SM3 and SM4, fast and in constant time.
 *
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>as a JCA provider</td><td>{@link dev.anole.security.shangmi.ShangMiProvider}</td></tr>
 * <tr><td>digests</td><td>{@link dev.anole.security.shangmi.Sm3}</td></tr>
 * <tr><td>many messages at once</td><td>{@link dev.anole.security.shangmi.Sm3Batch},
 *     {@link dev.anole.security.shangmi.Sm4Batch}</td></tr>
 * <tr><td>which tier runs, and why</td><td>{@link dev.anole.security.shangmi.EngineStatus}</td></tr>
 * </table>
 */
package dev.anole.security.shangmi;
