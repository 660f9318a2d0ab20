package dev.anole.security.shangmi.sm2;

import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;
import java.io.IOException;
import java.security.AlgorithmParametersSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.InvalidParameterSpecException;

/** {@code AlgorithmParameters.getInstance("SM2")}: the one curve, encoded by its object identifier. */
public final class Sm2AlgorithmParametersSpi extends AlgorithmParametersSpi {
    @Override
    protected void engineInit(AlgorithmParameterSpec spec) throws InvalidParameterSpecException {
        boolean sm2 = spec instanceof ECGenParameterSpec named && Sm2Curve.isNamed(named.getName())
                || spec instanceof ECParameterSpec curve && Sm2Curve.isDescribedBy(curve);
        if (!sm2) {
            throw new InvalidParameterSpecException("not the parameters of SM2's curve");
        }
    }

    @Override
    protected void engineInit(byte[] encoded) throws IOException {
        try {
            DerReader reader = new DerReader("curve parameters", encoded);
            String curve = reader.oid();
            if (!curve.equals(Sm2Curve.OID)) {
                throw reader.wrong("the curve " + curve + ", not SM2's");
            }
            reader.end();
        } catch (DerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    protected void engineInit(byte[] encoded, String format) throws IOException {
        engineInit(encoded);
    }

    @Override
    protected <T extends AlgorithmParameterSpec> T engineGetParameterSpec(Class<T> wanted) throws InvalidParameterSpecException {
        if (wanted.isAssignableFrom(ECParameterSpec.class)) {
            return wanted.cast(Sm2Curve.PARAMETERS);
        }
        if (wanted.isAssignableFrom(ECGenParameterSpec.class)) {
            return wanted.cast(new ECGenParameterSpec(Sm2Curve.NAME));
        }
        throw new InvalidParameterSpecException("SM2's curve comes as ECParameterSpec or ECGenParameterSpec, not as "
                + wanted.getName());
    }

    @Override
    protected byte[] engineGetEncoded() {
        return new DerWriter().oid(Sm2Curve.OID).toByteArray();
    }

    @Override
    protected byte[] engineGetEncoded(String format) {
        return engineGetEncoded();
    }

    @Override
    protected String engineToString() {
        return "SM2 curve " + Sm2Curve.NAME;
    }
}
