# Read by the scripts beside it: finds the tree, and counts.

bench=$(cd "$(dirname "$0")" && pwd)
root=${bench%/*}
now() { date +%s%N; }

# Prints the middle of the whole numbers on standard input, with the least and the greatest.
median() { sort -n | awk -v unit="$1" '{ v[NR] = $1 } END { printf "median %d %s (least %d, greatest %d, %d rounds)\n", v[int((NR + 1) / 2)], unit, v[1], v[NR], NR }'; }

machine() { echo "$(nproc) cores, load $(cut -d ' ' -f 1 /proc/loadavg), Linux $(uname -r), $("$root/anole" --version)"; }
