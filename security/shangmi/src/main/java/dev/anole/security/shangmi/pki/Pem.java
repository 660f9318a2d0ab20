package dev.anole.security.shangmi.pki;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * One block of the textual encoding (RFC 7468): a label and bytes.
 *
 * @param label such as CERTIFICATE or PRIVATE KEY
 * @param bytes what the base64 lines stand for
 */
public record Pem(String label, byte[] bytes) {
    /** A certificate. */
    public static final String CERTIFICATE = "CERTIFICATE";
    /** A certificate request, PKCS#10. */
    public static final String CERTIFICATE_REQUEST = "CERTIFICATE REQUEST";
    /** A revocation list. */
    public static final String REVOCATION_LIST = "X509 CRL";
    /** PKCS#8. */
    public static final String PRIVATE_KEY = "PRIVATE KEY";
    /** PKCS#8, encrypted. */
    public static final String ENCRYPTED_PRIVATE_KEY = "ENCRYPTED PRIVATE KEY";
    /** SubjectPublicKeyInfo. */
    public static final String PUBLIC_KEY = "PUBLIC KEY";
    /** A message in the cryptographic message syntax. */
    public static final String CMS = "CMS";

    /** Longest text that is read, in characters. */
    public static final int TEXT_MAX = 1 << 26;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** Checks the label. */
    public Pem {
        if (!label.matches("[A-Z0-9]([A-Z0-9 #./-]*[A-Z0-9])?") || label.contains("--")) {
            throw new IllegalArgumentException("'" + label + "' is no PEM label");
        }
    }

    /** The block as text, with a line end after it. */
    public String encode() {
        return BEGIN + label + DASHES + '\n' + LINES.encodeToString(bytes) + '\n' + END + label + DASHES + '\n';
    }

    /**
     * All blocks of a text, in its order; what stands between them is commentary.
     *
     * @throws IllegalArgumentException for a block that does not end, ends under another label, or is no base64; the line
     *     is named
     */
    public static List<Pem> decode(String text) {
        if (text.length() > TEXT_MAX) {
            throw new IllegalArgumentException("a PEM text of " + text.length() + " characters: " + TEXT_MAX + " are read");
        }
        List<Pem> blocks = new ArrayList<>();
        String[] lines = text.split("\r\n|\n|\r", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.startsWith(BEGIN) || !line.endsWith(DASHES) || line.length() < BEGIN.length() + DASHES.length()) {
                continue;
            }
            String label = line.substring(BEGIN.length(), line.length() - DASHES.length());
            int begun = i + 1;
            StringBuilder base64 = new StringBuilder();
            while (true) {
                if (++i == lines.length) {
                    throw new IllegalArgumentException("the PEM block of line " + begun + " (" + label + ") has no end");
                }
                String inner = lines[i].strip();
                if (inner.startsWith(END)) {
                    if (!inner.equals(END + label + DASHES)) {
                        throw new IllegalArgumentException("line " + (i + 1) + " ends another PEM block than " + label
                                + ", which began in line " + begun);
                    }
                    break;
                }
                if (inner.indexOf(':') >= 0) {
                    throw new IllegalArgumentException("line " + (i + 1) + ": PEM headers, as of old encrypted keys, are not read;"
                            + " convert with: openssl pkcs8 -topk8");
                }
                base64.append(inner);
            }
            try {
                blocks.add(new Pem(label, Base64.getDecoder().decode(base64.toString())));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the PEM block of line " + begun + " (" + label + ") is no base64: "
                        + e.getMessage(), e);
            }
        }
        return blocks;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pem that && label.equals(that.label) && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * label.hashCode() + Arrays.hashCode(bytes);
    }

    /** The label and how long it is: the bytes may be secret. */
    @Override
    public String toString() {
        return label + " of " + bytes.length + " bytes";
    }
}
