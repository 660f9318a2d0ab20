package dev.anole.security.shangmi;

import dev.anole.security.shangmi.asn1.DerException;
import dev.anole.security.shangmi.asn1.DerReader;
import dev.anole.security.shangmi.asn1.DerWriter;

import java.io.IOException;
import java.security.AlgorithmParametersSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;
import java.util.Arrays;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** Parameters of SM4 ciphers, as JCA objects and in DER. */
public abstract sealed class Sm4Parameters extends AlgorithmParametersSpi {
    private static final int NONCE_BYTES_MAX = 1 << 16;

    byte[] iv = new byte[0];

    /** {@code AlgorithmParameters.getInstance("SM4")}: an initial value, encoded as OCTET STRING. */
    public static final class Iv extends Sm4Parameters {
        /** For the JCA. */
        public Iv() {
        }

        @Override
        void read(DerReader reader) throws DerException {
            iv = reader.octets();
            if (iv.length != Engine.BLOCK_BYTES) {
                throw reader.wrong("an initial value of " + iv.length + " bytes, not " + Engine.BLOCK_BYTES);
            }
        }

        @Override
        void write(DerWriter writer) {
            writer.octets(iv);
        }

        @Override
        protected void engineInit(AlgorithmParameterSpec spec) throws InvalidParameterSpecException {
            if (!(spec instanceof IvParameterSpec given) || given.getIV().length != Engine.BLOCK_BYTES) {
                throw new InvalidParameterSpecException("an IvParameterSpec of " + Engine.BLOCK_BYTES + " bytes is needed");
            }
            iv = given.getIV();
        }

        @Override
        protected <T extends AlgorithmParameterSpec> T engineGetParameterSpec(Class<T> wanted) throws InvalidParameterSpecException {
            return as(wanted, new IvParameterSpec(iv));
        }
    }

    /** {@code SM4-GCM} and {@code SM4-CCM}: a nonce and the length of the tag, encoded as in RFC 5084. */
    public static final class Aead extends Sm4Parameters {
        /** What the encoding means when it names no length, RFC 5084 section 3. */
        private static final int TAG_BYTES_DEFAULT = 12;

        private int tagBytes = Engine.BLOCK_BYTES;

        /** For the JCA. */
        public Aead() {
        }

        @Override
        void read(DerReader reader) throws DerException {
            DerReader sequence = reader.sequence();
            iv = sequence.octets();
            tagBytes = sequence.hasNext() ? sequence.integer(4, Engine.BLOCK_BYTES) : TAG_BYTES_DEFAULT;
            sequence.end();
            if (iv.length == 0 || iv.length > NONCE_BYTES_MAX) {
                throw reader.wrong("a nonce of " + iv.length + " bytes");
            }
        }

        @Override
        void write(DerWriter writer) {
            writer.sequence(sequence -> {
                sequence.octets(iv);
                if (tagBytes != TAG_BYTES_DEFAULT) {
                    sequence.integer(tagBytes);
                }
            });
        }

        @Override
        protected void engineInit(AlgorithmParameterSpec spec) throws InvalidParameterSpecException {
            if (!(spec instanceof GCMParameterSpec given)) {
                throw new InvalidParameterSpecException("a GCMParameterSpec is needed");
            }
            iv = given.getIV();
            tagBytes = given.getTLen() / Byte.SIZE;
        }

        @Override
        protected <T extends AlgorithmParameterSpec> T engineGetParameterSpec(Class<T> wanted) throws InvalidParameterSpecException {
            return as(wanted, new GCMParameterSpec(tagBytes * Byte.SIZE, iv));
        }
    }

    private Sm4Parameters() {
    }

    abstract void read(DerReader reader) throws DerException;

    abstract void write(DerWriter writer);

    static <T extends AlgorithmParameterSpec> T as(Class<T> wanted, AlgorithmParameterSpec spec)
            throws InvalidParameterSpecException {
        if (wanted.isInstance(spec)) {
            return wanted.cast(spec);
        }
        throw new InvalidParameterSpecException("these parameters come as " + spec.getClass().getName() + ", not as " + wanted.getName());
    }

    @Override
    protected final void engineInit(byte[] encoded) throws IOException {
        try {
            DerReader reader = new DerReader("SM4 parameters", encoded);
            read(reader);
            reader.end();
        } catch (DerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    protected final void engineInit(byte[] encoded, String format) throws IOException {
        engineInit(encoded);
    }

    @Override
    protected final byte[] engineGetEncoded() {
        DerWriter writer = new DerWriter();
        write(writer);
        return writer.toByteArray();
    }

    @Override
    protected final byte[] engineGetEncoded(String format) {
        return engineGetEncoded();
    }

    @Override
    protected final String engineToString() {
        return "SM4 parameters: " + iv.length + " bytes " + Arrays.toString(iv);
    }
}
