#!/bin/sh
# Time of `./anole host show --json` with no agent running, from the shell's fork to the end.   ./bench/host-show.sh [ROUNDS]
. "$(dirname "$0")/measure.sh"
rounds=${1:-21}
data=$(mktemp -d) && trap 'rm -rf "$data"' EXIT
"$root/anole" build || exit 4
machine
i=0
while [ "$i" -lt "$rounds" ]; do
  start=$(now)
  "$root/anole" host show --json --data "$data" >/dev/null || exit 4
  echo $((($(now) - start) / 1000000))
  i=$((i + 1))
done | median ms
