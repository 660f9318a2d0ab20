package dev.anole.ops.collect;

/** A child of a test: threads that burn CPU, more than there are cores, so that they wait for one another. */
final class Burner {
    private Burner() {
    }

    public static void main(String[] arguments) throws Exception {
        int threads = Integer.parseInt(arguments[0]);
        for (int i = 0; i < threads; i++) {
            Thread.ofPlatform().daemon().start(() -> {
                while (true) {
                    Thread.onSpinWait();
                }
            });
        }
        System.out.println("ready");
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
    }

    /** Starts one, and returns when it burns. */
    static Process start(int threads) throws Exception {
        Process child = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-XX:+UseSerialGC", "-Xmx32m",
            "-Ddb.password=hunter2", "-cp", System.getProperty("java.class.path"), Burner.class.getName(), Integer.toString(threads))
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        child.getInputStream().read();
        return child;
    }
}
