package dev.anole.ops.collect;

import java.util.Objects;

/**
 * Whom a process belongs to, as its control group tells: a container, a systemd unit, or neither.
 *
 * @param kind {@link Kind}
 * @param name the container's id in its first 12 characters, or the unit's name; empty for {@link Kind#NONE}
 * @param pod  the pod's UID, where Kubernetes runs it; else empty
 */
record Owner(Kind kind, String name, String pod) {
    /** Who made the group. */
    enum Kind {
        DOCKER("docker"), CONTAINERD("containerd"), CRIO("cri-o"), PODMAN("podman"), LXC("lxc"), NSPAWN("nspawn"),
        UNIT(""), NONE("");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As people call the runtime; empty where it is none. */
        String word() {
            return word;
        }
    }

    static final Owner NOBODY = new Owner(Kind.NONE, "", "");

    /** A container's id is 64 hexadecimal digits; its first 12 are what tools show. */
    private static final int ID_CHARS = 64;
    private static final int SHORT_ID_CHARS = 12;

    Owner {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(pod, "pod");
    }

    boolean isContainer() {
        return switch (kind) {
            case DOCKER, CONTAINERD, CRIO, PODMAN, LXC, NSPAWN -> true;
            case UNIT, NONE -> false;
        };
    }

    /** As shown beside a process: {@code docker 3f2a9c1d0e5b}, {@code nginx.service}. */
    String shown() {
        return isContainer() ? kind.word() + " " + name : name;
    }

    /**
     * Reads the path of a control group. The forms are those of the systemd and cgroupfs drivers of runc and crun:
     * {@code /docker/ID}, {@code /system.slice/docker-ID.scope}, {@code /kubepods/burstable/podUID/ID},
     * {@code …/kubepods-burstable-podUID.slice/cri-containerd-ID.scope}, {@code …/crio-ID.scope},
     * {@code …/libpod-ID.scope}, {@code /lxc.payload.NAME}, {@code /machine.slice/machine-NAME.scope}.
     */
    static Owner of(String path) {
        String pod = "";
        Owner unit = NOBODY;
        Kind runtime = Kind.CONTAINERD;
        int from = 0;
        while (from < path.length()) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String part = path.substring(from, end);
            from = end + 1;
            pod = pod.isEmpty() ? podOf(part) : pod;
            if (part.equals("docker")) {
                runtime = Kind.DOCKER;
            } else if (part.equals("libpod_parent") || part.startsWith("libpod")) {
                runtime = Kind.PODMAN;
            }
            Owner container = containerOf(part, runtime, pod);
            if (container.isContainer()) {
                return container;
            }
            if (part.endsWith(".service") || part.endsWith(".scope") && !part.startsWith("init.")) {
                unit = new Owner(Kind.UNIT, Printable.line(part, 128), "");
            }
        }
        return unit;
    }

    private static Owner containerOf(String part, Kind runtime, String pod) {
        String bare = part.endsWith(".scope") ? part.substring(0, part.length() - ".scope".length()) : part;
        int dash = bare.lastIndexOf('-');
        String id = bare.substring(dash + 1);
        if (isId(id)) {
            String maker = dash < 0 ? "" : bare.substring(0, dash);
            Kind kind = switch (maker) {
                case "docker" -> Kind.DOCKER;
                case "cri-containerd", "nerdctl" -> Kind.CONTAINERD;
                case "crio", "crio-conmon" -> Kind.CRIO;
                case "libpod", "libpod-conmon" -> Kind.PODMAN;
                default -> runtime;
            };
            return new Owner(kind, id.substring(0, SHORT_ID_CHARS), pod);
        }
        if (part.startsWith("lxc.payload.")) {
            return new Owner(Kind.LXC, Printable.line(part.substring("lxc.payload.".length()), 64), "");
        }
        if (part.startsWith("machine-") && part.endsWith(".scope")) {
            return new Owner(Kind.NSPAWN, Printable.line(bare.substring("machine-".length()), 64), "");
        }
        return NOBODY;
    }

    /** {@code pod6f0c…} of the cgroupfs driver, {@code kubepods-burstable-pod6f0c….slice} of systemd's, which has '_' for '-'. */
    private static String podOf(String part) {
        if (part.startsWith("pod") && part.length() >= 32 + 3) {
            return Printable.line(part.substring(3), 64);
        }
        if (part.startsWith("kubepods") && part.endsWith(".slice")) {
            int at = part.lastIndexOf("-pod");
            if (at >= 0) {
                return Printable.line(part.substring(at + 4, part.length() - ".slice".length()).replace('_', '-'), 64);
            }
        }
        return "";
    }

    private static boolean isId(String text) {
        if (text.length() != ID_CHARS) {
            return false;
        }
        for (int i = 0; i < ID_CHARS; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
