/**
 * What is signed, sealed and stored with keys: certificates, requests, revocation lists, key stores, messages.
 *
 * <table>
 * <caption>What to look for where</caption>
 * <tr><td>text armour</td><td>{@link dev.anole.security.shangmi.pki.Pem}</td></tr>
 * <tr><td>issuing</td><td>{@link dev.anole.security.shangmi.pki.Issuer}, {@link dev.anole.security.shangmi.pki.Extension},
 *     {@link dev.anole.security.shangmi.pki.CertificateRequest}</td></tr>
 * <tr><td>keys under a password</td><td>{@link dev.anole.security.shangmi.pki.EncryptedPrivateKey},
 *     {@link dev.anole.security.shangmi.pki.Pkcs12KeyStoreSpi}</td></tr>
 * <tr><td>messages</td><td>{@link dev.anole.security.shangmi.pki.SignedData},
 *     {@link dev.anole.security.shangmi.pki.EnvelopedData}</td></tr>
 * </table>
 *
 * <p>Certificates are read and chains are checked by the JDK's own {@code CertificateFactory} and {@code CertPathValidator}:
 * with {@link dev.anole.security.shangmi.ShangMiProvider} among the providers they understand SM2.
 */
package dev.anole.security.shangmi.pki;
