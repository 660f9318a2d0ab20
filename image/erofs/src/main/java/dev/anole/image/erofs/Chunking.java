package dev.anole.image.erofs;

/** How files are cut into chunks that are stored once. */
public sealed interface Chunking {
    /**
     * Every so many bytes, without compression: any kernel with blobs reads them as they are.
     *
     * @param bytes a power of two, 4 KiB to 1 MiB
     */
    record Fixed(int bytes) implements Chunking {
        public Fixed {
            checkPower(bytes, 4096, Compression.ENCODED_BYTES_MAX);
        }
    }

    /**
     * Where the content says, so that chunks find each other again behind an insertion; compressed, for Linux 6.18.
     *
     * @param averageBytes a power of two, 16 to 256 KiB; none is shorter than a quarter of it but the last of a file, or longer
     *                     than four times
     */
    record ContentDefined(int averageBytes) implements Chunking {
        public ContentDefined {
            checkPower(averageBytes, 16 * 1024, 256 * 1024);
        }

        int least() {
            return averageBytes / 4;
        }

        int most() {
            return averageBytes * 4;
        }
    }

    private static void checkPower(int bytes, int least, int most) {
        if (Integer.bitCount(bytes) != 1 || bytes < least || bytes > most) {
            throw new RefusedException("chunks of " + bytes + " bytes", "it is no power of two from " + least + " to "
                    + most, "choose one");
        }
    }
}
