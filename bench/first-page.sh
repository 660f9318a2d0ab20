#!/bin/sh
# Time from `./anole up` to the last byte of the first page behind the login link, in a new data directory each round.
#   ./bench/first-page.sh [ROUNDS]
. "$(dirname "$0")/measure.sh"
rounds=${1:-11}
command -v curl >/dev/null || { echo "curl is needed" >&2; exit 4; }
work=$(mktemp -d) && chmod 755 "$work" && trap 'kill $up 2>/dev/null; rm -rf "$work"' EXIT
"$root/anole" build || exit 4
machine
mkfifo "$work/said"
i=0
while [ "$i" -lt "$rounds" ]; do
  start=$(now)
  "$root/anole" up --port 0 --data "$work/data$i" --no-open >"$work/said" 2>&1 & up=$!
  while IFS= read -r line; do
    case $line in *"/login?token="*)
      link=http${line#*http}; link=${link%%[ ]*}
      curl -sSfkL -c "$work/cookies" -o "$work/page" "$link" || exit 4
      echo $((($(now) - start) / 1000000))
      break ;;
    esac
  done <"$work/said"
  grep -q '</html>' "$work/page" || { echo "no page came" >&2; exit 4; }
  kill "$up"; wait "$up" 2>/dev/null; up=
  rm -rf "$work/data$i" "$work/cookies" "$work/page"
  i=$((i + 1))
done >"$work/times" || exit 4
median ms <"$work/times"
