package dev.anole.security.shangmi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

/** libgcrypt and OpenSSL's libcrypto of this machine, called as C programs call them, for the measurement beside ours. */
final class NativePeers {
    private static final Arena ARENA = Arena.global();
    private static final Linker LINKER = Linker.nativeLinker();

    private NativePeers() {
    }

    private static Optional<SymbolLookup> library(String name) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(name, ARENA));
        } catch (IllegalArgumentException absent) {
            return Optional.empty();
        }
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(library.find(name).orElseThrow(), descriptor);
    }

    private static MemorySegment string(String text) {
        return ARENA.allocateFrom(text);
    }

    static MemorySegment buffer(int bytes) {
        return ARENA.allocate(bytes, 64);
    }

    /** libgcrypt: gcrypt.h of 1.10. */
    static final class Gcrypt {
        static final int SM4 = 318;
        static final int SM3 = 326;
        static final int CBC = 3;
        static final int CTR = 6;
        static final int GCM = 9;
        static final int XTS = 13;
        private static final int INITIALIZATION_FINISHED = 38;
        private static final int RESET = 4;
        private static final FunctionDescriptor THREE = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG);
        private static final FunctionDescriptor CRYPT = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);

        private final MethodHandle open;
        private final MethodHandle setKey;
        private final MethodHandle setIv;
        private final MethodHandle setCounter;
        private final MethodHandle encrypt;
        private final MethodHandle decrypt;
        private final MethodHandle tag;
        private final MethodHandle control;
        private final MethodHandle hash;

        private Gcrypt(SymbolLookup library) throws Throwable {
            MethodHandle version = function(library, "gcry_check_version", FunctionDescriptor.of(ADDRESS, ADDRESS));
            MemorySegment unused = (MemorySegment) version.invokeExact(MemorySegment.NULL);
            MethodHandle global = LINKER.downcallHandle(library.find("gcry_control").orElseThrow(),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(1));
            int ignored = (int) global.invokeExact(INITIALIZATION_FINISHED, 0);
            open = function(library, "gcry_cipher_open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
            setKey = function(library, "gcry_cipher_setkey", THREE);
            setIv = function(library, "gcry_cipher_setiv", THREE);
            setCounter = function(library, "gcry_cipher_setctr", THREE);
            encrypt = function(library, "gcry_cipher_encrypt", CRYPT);
            decrypt = function(library, "gcry_cipher_decrypt", CRYPT);
            tag = function(library, "gcry_cipher_gettag", THREE);
            control = function(library, "gcry_cipher_ctl", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG));
            hash = function(library, "gcry_md_hash_buffer", FunctionDescriptor.ofVoid(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
        }

        static Optional<Gcrypt> find() throws Throwable {
            Optional<SymbolLookup> library = library("libgcrypt.so.20");
            return library.isPresent() ? Optional.of(new Gcrypt(library.get())) : Optional.empty();
        }

        /** One message after the other with one key, as the mode wants it. */
        Runnable cipher(int mode, int bytes) throws Throwable {
            MemorySegment handle = ARENA.allocate(ADDRESS);
            check((int) open.invokeExact(handle, SM4, mode, 0));
            MemorySegment cipher = handle.get(ADDRESS, 0);
            MemorySegment key = buffer(32);
            for (int i = 0; i < 32; i++) {
                key.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 7));
            }
            check((int) setKey.invokeExact(cipher, key, mode == XTS ? 32L : 16L));
            MemorySegment iv = buffer(16);
            MemorySegment in = buffer(bytes);
            MemorySegment out = buffer(bytes);
            MemorySegment code = buffer(16);
            check(mode == CTR ? (int) setCounter.invokeExact(cipher, iv, 16L)
                    : (int) setIv.invokeExact(cipher, iv, mode == GCM ? 12L : 16L));
            return () -> {
                try {
                    switch (mode) {
                        case CTR -> check((int) encrypt.invokeExact(cipher, out, (long) bytes, in, (long) bytes));
                        case CBC -> check((int) decrypt.invokeExact(cipher, out, (long) bytes, in, (long) bytes));
                        default -> {
                            check((int) control.invokeExact(cipher, RESET, MemorySegment.NULL, 0L));
                            check((int) setIv.invokeExact(cipher, iv, mode == GCM ? 12L : 16L));
                            check((int) encrypt.invokeExact(cipher, out, (long) bytes, in, (long) bytes));
                            if (mode == GCM) {
                                check((int) tag.invokeExact(cipher, code, 16L));
                            }
                        }
                    }
                } catch (Throwable wrong) {
                    throw new AssertionError(wrong);
                }
            };
        }

        Runnable sm3(int bytes) {
            MemorySegment in = buffer(bytes);
            MemorySegment digest = buffer(32);
            return () -> {
                try {
                    hash.invokeExact(SM3, digest, in, (long) bytes);
                } catch (Throwable wrong) {
                    throw new AssertionError(wrong);
                }
            };
        }

        private static void check(int error) {
            if (error != 0) {
                throw new IllegalStateException("libgcrypt answers " + (error & 0xffff));
            }
        }
    }

    /** libcrypto: evp.h of 3.0. */
    static final class Openssl3 {
        private final MethodHandle fetchCipher;
        private final MethodHandle fetchDigest;
        private final MethodHandle newContext;
        private final MethodHandle init;
        private final MethodHandle update;
        private final MethodHandle digest;

        private Openssl3(SymbolLookup library) {
            FunctionDescriptor fetch = FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS);
            fetchCipher = function(library, "EVP_CIPHER_fetch", fetch);
            fetchDigest = function(library, "EVP_MD_fetch", fetch);
            newContext = function(library, "EVP_CIPHER_CTX_new", FunctionDescriptor.of(ADDRESS));
            init = function(library, "EVP_CipherInit_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
            update = function(library, "EVP_CipherUpdate", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
            digest = function(library, "EVP_Digest", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        }

        static Optional<Openssl3> find() {
            return library("libcrypto.so.3").map(Openssl3::new);
        }

        Runnable cipher(String name, boolean encrypt, int bytes) throws Throwable {
            MemorySegment type = (MemorySegment) fetchCipher.invokeExact(MemorySegment.NULL, string(name), MemorySegment.NULL);
            MemorySegment context = (MemorySegment) newContext.invokeExact();
            check((int) init.invokeExact(context, type, MemorySegment.NULL, buffer(16), buffer(16), encrypt ? 1 : 0));
            MemorySegment in = buffer(bytes);
            MemorySegment out = buffer(bytes + 32);
            MemorySegment written = buffer(4);
            return () -> {
                try {
                    check((int) update.invokeExact(context, out, written, in, bytes));
                } catch (Throwable wrong) {
                    throw new AssertionError(wrong);
                }
            };
        }

        Runnable sm3(int bytes) throws Throwable {
            MemorySegment type = (MemorySegment) fetchDigest.invokeExact(MemorySegment.NULL, string("SM3"), MemorySegment.NULL);
            MemorySegment in = buffer(bytes);
            MemorySegment out = buffer(64);
            MemorySegment written = buffer(4);
            return () -> {
                try {
                    check((int) digest.invokeExact(in, (long) bytes, out, written, type, MemorySegment.NULL));
                } catch (Throwable wrong) {
                    throw new AssertionError(wrong);
                }
            };
        }

        private static void check(int answer) {
            if (answer != 1) {
                throw new IllegalStateException("libcrypto answers " + answer);
            }
        }
    }
}
