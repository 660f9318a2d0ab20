/**
 * The doors of the ShangMi library: {@code anole sm …}.
 *
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>which code runs here</td><td>{@link dev.anole.security.sm.SmStatus}, {@link dev.anole.security.sm.SmSpeed}</td></tr>
 * <tr><td>files</td><td>{@link dev.anole.security.sm.SmHash}, {@link dev.anole.security.sm.SmSign}, {@link dev.anole.security.sm.SmVerify},
 *     {@link dev.anole.security.sm.SmEncrypt}, {@link dev.anole.security.sm.SmDecrypt}</td></tr>
 * <tr><td>keys</td><td>{@link dev.anole.security.sm.SmKeyCreate}, {@link dev.anole.security.sm.SmKeyShow}</td></tr>
 * <tr><td>certificates</td><td>{@link dev.anole.security.sm.SmCertRequest}, {@link dev.anole.security.sm.SmCertShow},
 *     {@link dev.anole.security.sm.SmCertVerify}</td></tr>
 * <tr><td>an authority</td><td>{@link dev.anole.security.sm.SmCaCreate}, {@link dev.anole.security.sm.SmCaIssue}</td></tr>
 * </table>
 *
 * <p>Whatever opens a file that is named by the caller reads secrets, and is an administrator's: the agent may read more
 * than the person who asks. What writes files is a change, and can be undone.
 */
package dev.anole.security.sm;
