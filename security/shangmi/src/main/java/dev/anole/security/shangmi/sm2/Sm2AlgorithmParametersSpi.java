package dev.anole.security.shangmi.sm2;

import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.AlgorithmParametersSpi;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Optional;

/**
 * {@code AlgorithmParameters.getInstance("EC")} with this provider in the first place: SM2's curve by its object
 * identifier, and every other curve through the JDK's own provider. The JDK asks only the first provider for the
 * parameters of a certificate's key, so this is what makes it read SM2 certificates, and still all others.
 */
public final class Sm2AlgorithmParametersSpi extends AlgorithmParametersSpi {
    private static final String OTHER_CURVES = "SunEC";

    private Optional<AlgorithmParameters> other = Optional.empty();

    private static AlgorithmParameters others() {
        try {
            return AlgorithmParameters.getInstance("EC", OTHER_CURVES);
        } catch (NoSuchAlgorithmException | NoSuchProviderException e) {
            throw new UnsupportedOperationException("curves other than SM2's need the JDK's provider " + OTHER_CURVES, e);
        }
    }

    @Override
    protected void engineInit(AlgorithmParameterSpec spec) throws InvalidParameterSpecException {
        boolean sm2 = spec instanceof ECGenParameterSpec named && Sm2Curve.isNamed(named.getName())
                || spec instanceof ECParameterSpec curve && Sm2Curve.isDescribedBy(curve);
        other = sm2 ? Optional.empty() : Optional.of(others());
        if (!sm2) {
            other.get().init(spec);
        }
    }

    @Override
    protected void engineInit(byte[] encoded) throws IOException {
        other = isSm2(encoded) ? Optional.empty() : Optional.of(others());
        if (other.isPresent()) {
            other.get().init(encoded);
        }
    }

    private static boolean isSm2(byte[] encoded) {
        try {
            DerReader reader = new DerReader("curve parameters", encoded);
            String curve = reader.oid();
            reader.end();
            return curve.equals(Sm2Curve.OID);
        } catch (DerException notNamed) {
            return false;
        }
    }

    @Override
    protected void engineInit(byte[] encoded, String format) throws IOException {
        engineInit(encoded);
    }

    @Override
    protected <T extends AlgorithmParameterSpec> T engineGetParameterSpec(Class<T> wanted) throws InvalidParameterSpecException {
        if (other.isPresent()) {
            return other.get().getParameterSpec(wanted);
        }
        if (wanted.isAssignableFrom(ECParameterSpec.class)) {
            return wanted.cast(Sm2Curve.PARAMETERS);
        }
        if (wanted.isAssignableFrom(ECGenParameterSpec.class)) {
            return wanted.cast(new ECGenParameterSpec(Sm2Curve.OID));
        }
        throw new InvalidParameterSpecException("SM2's curve comes as ECParameterSpec or ECGenParameterSpec, not as "
                + wanted.getName());
    }

    @Override
    protected byte[] engineGetEncoded() throws IOException {
        return other.isPresent() ? other.get().getEncoded() : new DerWriter().oid(Sm2Curve.OID).toByteArray();
    }

    @Override
    protected byte[] engineGetEncoded(String format) throws IOException {
        return engineGetEncoded();
    }

    @Override
    protected String engineToString() {
        return other.map(AlgorithmParameters::toString).orElse("SM2 curve " + Sm2Curve.NAME);
    }
}
