package dev.anole.security.shangmi.sm2;

import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * {@code KeyFactory.getInstance("SM2", "ShangMi")}, and also {@code "EC"}, under which the JDK looks for the keys of
 * certificates and key stores: a key of another curve is refused, and the JDK asks the next provider.
 */
public final class Sm2KeyFactorySpi extends KeyFactorySpi {
    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
        try {
            return switch (spec) {
                case X509EncodedKeySpec encoded -> Sm2PublicKey.ofEncoded(encoded.getEncoded());
                case ECPublicKeySpec point when Sm2Curve.isDescribedBy(point.getParams())
                        && !ECPoint.POINT_INFINITY.equals(point.getW()) ->
                    Sm2PublicKey.of(point.getW().getAffineX(), point.getW().getAffineY());
                case null, default -> throw new InvalidKeySpecException(
                        "an SM2 public key comes as X509EncodedKeySpec, or as ECPublicKeySpec of SM2's curve");
            };
        } catch (InvalidKeyException e) {
            throw new InvalidKeySpecException(e.getMessage(), e);
        }
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
        try {
            return switch (spec) {
                case PKCS8EncodedKeySpec encoded -> Sm2PrivateKey.ofEncoded(encoded.getEncoded());
                case ECPrivateKeySpec number when Sm2Curve.isDescribedBy(number.getParams()) -> Sm2PrivateKey.of(number.getS());
                case null, default -> throw new InvalidKeySpecException(
                        "an SM2 private key comes as PKCS8EncodedKeySpec, or as ECPrivateKeySpec of SM2's curve");
            };
        } catch (InvalidKeyException e) {
            throw new InvalidKeySpecException(e.getMessage(), e);
        }
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> wanted) throws InvalidKeySpecException {
        try {
            KeySpec spec = switch (engineTranslateKey(key)) {
                case Sm2PublicKey own when wanted.isAssignableFrom(X509EncodedKeySpec.class) ->
                    new X509EncodedKeySpec(own.getEncoded());
                case Sm2PublicKey own when wanted.isAssignableFrom(ECPublicKeySpec.class) ->
                    new ECPublicKeySpec(own.getW(), own.getParams());
                case Sm2PrivateKey own when wanted.isAssignableFrom(PKCS8EncodedKeySpec.class) ->
                    new PKCS8EncodedKeySpec(own.getEncoded());
                case Sm2PrivateKey own when wanted.isAssignableFrom(ECPrivateKeySpec.class) ->
                    new ECPrivateKeySpec(own.getS(), own.getParams());
                default -> throw new InvalidKeySpecException("an SM2 key has no form " + wanted.getName());
            };
            return wanted.cast(spec);
        } catch (InvalidKeyException e) {
            throw new InvalidKeySpecException(e.getMessage(), e);
        }
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
        return switch (key) {
            case ECPublicKey other -> Sm2PublicKey.of(other);
            case ECPrivateKey other -> Sm2PrivateKey.of(other);
            case PublicKey other when "X.509".equals(other.getFormat()) -> Sm2PublicKey.ofEncoded(other.getEncoded());
            case PrivateKey other when "PKCS#8".equals(other.getFormat()) -> Sm2PrivateKey.ofEncoded(other.getEncoded());
            case null, default -> throw new InvalidKeyException("no key of SM2's curve");
        };
    }

    /** Any provider's public key as ours. */
    static Sm2PublicKey publicKey(Key key) throws InvalidKeyException {
        if (key instanceof PublicKey && new Sm2KeyFactorySpi().engineTranslateKey(key) instanceof Sm2PublicKey own) {
            return own;
        }
        throw new InvalidKeyException("an SM2 public key is needed here");
    }

    /** Any provider's private key as ours. */
    static Sm2PrivateKey privateKey(Key key) throws InvalidKeyException {
        if (key instanceof PrivateKey && new Sm2KeyFactorySpi().engineTranslateKey(key) instanceof Sm2PrivateKey own) {
            if (own.isDestroyed()) {
                throw new InvalidKeyException("this SM2 private key has been destroyed");
            }
            return own;
        }
        throw new InvalidKeyException("an SM2 private key is needed here");
    }
}
