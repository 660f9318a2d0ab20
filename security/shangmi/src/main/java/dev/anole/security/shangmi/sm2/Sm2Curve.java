package dev.anole.security.shangmi.sm2;

import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;

/** The curve of GB/T 32918.5, also called sm2p256v1 and curveSM2, as the JCA describes curves. */
public final class Sm2Curve {
    /** Names by which {@link java.security.spec.ECGenParameterSpec} may ask for it. */
    public static final String NAME = "sm2p256v1";
    /** Its object identifier, GM/T 0006. */
    public static final String OID = "1.2.156.10197.1.301";

    /** Field, coefficients, generator, order and cofactor. */
    public static final ECParameterSpec PARAMETERS = new ECParameterSpec(
            new EllipticCurve(new ECFieldFp(Field.P), AffinePoint.A, AffinePoint.B),
            new ECPoint(AffinePoint.GENERATOR.affineX(), AffinePoint.GENERATOR.affineY()), Order.N, 1);

    private Sm2Curve() { }

    /** Whether a name or identifier means this curve. */
    public static boolean isNamed(String name) {
        return NAME.equalsIgnoreCase(name) || OID.equals(name) || "SM2".equalsIgnoreCase(name)
                || "curveSM2".equalsIgnoreCase(name);
    }

    /** Whether parameters, of whatever class, describe this curve. */
    public static boolean isDescribedBy(ECParameterSpec other) {
        return other != null && other.getCurve().getField() instanceof ECFieldFp field && field.getP().equals(Field.P)
                && other.getCurve().getA().mod(Field.P).equals(AffinePoint.A)
                && other.getCurve().getB().mod(Field.P).equals(AffinePoint.B)
                && other.getGenerator().equals(PARAMETERS.getGenerator()) && other.getOrder().equals(Order.N)
                && BigInteger.valueOf(other.getCofactor()).equals(BigInteger.ONE);
    }
}
