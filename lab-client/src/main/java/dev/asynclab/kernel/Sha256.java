package dev.asynclab.kernel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/// Hashes a block of `bytes` again and again: work that the processor has instructions for.
///
/// Byte i of the block is (31 i + 7) mod 256. After each round the digest overwrites the first bytes of the block
/// (all 32, or as many as fit), so that no round can be left out; the result is the first eight bytes of the last
/// digest, big endian.
public record Sha256(int bytes, int rounds) implements Kernel {

    static final KernelKind KIND = new KernelKind(
            "sha-256",
            "hashes a block again and again; the result is the first eight bytes",
            List.of(
                    new KernelKind.Parameter("bytes", 1, 1_048_576, "size of the block"),
                    new KernelKind.Parameter("rounds", 1, 10_000_000, "how often it is hashed")),
            "bytes x rounds",
            v -> new Sha256(v.integer("bytes"), v.integer("rounds")));

    public Sha256 {
        if (bytes < 1 || rounds < 1) {
            throw new IllegalArgumentException(
                    "sha-256: bytes and rounds must be at least 1, found bytes=" + bytes + ", rounds=" + rounds);
        }
    }

    @Override
    public KernelKind kind() {
        return KIND;
    }

    @Override
    public Map<String, Long> parameters() {
        return Map.of("bytes", (long) bytes, "rounds", (long) rounds);
    }

    @Override
    public long run() {
        byte[] block = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            block[i] = (byte) (31 * i + 7);
        }
        MessageDigest sha = sha256();
        byte[] digest = {};
        for (int round = 0; round < rounds; round++) {
            digest = sha.digest(block);
            System.arraycopy(digest, 0, block, 0, Math.min(digest.length, bytes));
        }
        return ByteBuffer.wrap(digest).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
