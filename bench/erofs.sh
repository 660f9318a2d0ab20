#!/bin/bash
# EROFS images of a tree: time, processor time and size of building and checking, beside Debian's erofs-utils.
#
#   ./bench/erofs.sh TREE [ROUNDS]     TREE: a directory, such as a Debian root of 500 MB; 5 rounds
#
# Each round runs all of them once, one after the other, so that all meet the same load. mkfs.erofs -zlz4hc,12 runs in
# the first round alone: it takes minutes. Wall time includes the start of the JVM and the sync of the image.
. "$(dirname "$0")/measure.sh"
tree=${1:?a tree, see the head of this script}
rounds=${2:-5}
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT
command -v mkfs.erofs >/dev/null || { echo "mkfs.erofs is missing: apt install erofs-utils" >&2; exit 3; }

"$root/anole" build || exit 4
IFS= read -r JAVA_HOME <"$root/target/anole/state" && export JAVA_HOME
(cd "$root" && ./mvnw -o -q -pl bench -am package -DskipTests dependency:build-classpath -Dmdep.outputFile=target/classpath) || exit 4
# The serial collector and the first compiler alone: what suits a program of seconds.
java=("$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx512m -XX:TieredStopAtLevel=1
  --enable-native-access=ALL-UNNAMED -cp "$root/bench/target/classes:$(cat "$root/bench/target/classpath")"
  dev.anole.bench.ErofsBench)

TIMEFORMAT='%R %U %S'
# Runs a command and notes its times under a name.
run() {
  name=$1; shift
  { time "$@" >"$work/said" 2>&1; } 2>>"$work/$name.times" || { cat "$work/said" >&2; exit 4; }
}

for round in $(seq "$rounds"); do
  run anole-zstd "${java[@]}" build "$tree" "$work/anole-zstd" zstd 3
  [ "$round" -gt 1 ] || run mkfs-lz4hc12 mkfs.erofs -x1 -zlz4hc,12 "$work/mkfs-lz4hc12" "$tree"
  run plain-zstd "${java[@]}" zstd "$tree" 3
  run anole-lz4 "${java[@]}" build "$tree" "$work/anole-lz4" lz4
  run mkfs-lz4 mkfs.erofs -x1 -zlz4 "$work/mkfs-lz4" "$tree"
  run anole-lz4-5.15 "${java[@]}" build "$tree" "$work/anole-lz4-5.15" lz4 1 5.15
  run anole-check-lz4 "${java[@]}" check "$work/mkfs-lz4"
  run fsck-lz4 fsck.erofs --extract "$work/mkfs-lz4"
done

machine
echo "tree: $(du -s --apparent-size -BM "$tree" | cut -f 1), $(find "$tree" | wc -l) files; medians of $rounds rounds"
middle() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
for times in "$work"/*.times; do
  name=$(basename "$times" .times)
  size=$(stat -c %s "$work/$name" 2>/dev/null)
  printf '%-16s %8s s  CPU %8s s  %s\n' "$name" "$(awk '{ print $1 }' "$times" | middle)" \
    "$(awk '{ print $2 + $3 }' "$times" | middle)" "${size:+$((size / 1000)) kB}"
done
