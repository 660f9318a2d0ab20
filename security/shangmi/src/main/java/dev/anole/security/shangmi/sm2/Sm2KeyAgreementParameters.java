package dev.anole.security.shangmi.sm2;

import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;

/**
 * What {@code KeyAgreement.getInstance("SM2")} needs beside the own long-term key, which is given to {@code init}; the
 * peer's ephemeral key is given to {@code doPhase}.
 *
 * @param role which side this is
 * @param ownIdentity of the owner of the long-term key
 * @param ownEphemeral made for this exchange
 * @param peer the other's long-term key
 * @param peerIdentity of its owner
 * @param keyBytes how long the agreed key shall be
 */
public record Sm2KeyAgreementParameters(Sm2KeyExchange.Role role, Sm2Identity ownIdentity, ECPrivateKey ownEphemeral,
        ECPublicKey peer, Sm2Identity peerIdentity, int keyBytes) implements AlgorithmParameterSpec {
    /** Checks the length. */
    public Sm2KeyAgreementParameters {
        if (keyBytes < 1 || keyBytes > Sm2KeyExchange.KEY_BYTES_MAX) {
            throw new IllegalArgumentException("a key of " + keyBytes + " bytes: 1 to " + Sm2KeyExchange.KEY_BYTES_MAX
                    + " are possible");
        }
    }
}
