#!/bin/sh
# What stays resident: memory and processor time of agent and console at one sample a second over 150 processes.
#
#   ./bench/resident.sh [MINUTES]          agent and console, as `up` starts them (default: 10 minutes)
#   ./bench/resident.sh agent [MINUTES]    the agent alone
#
# A page with live charts stays open during the run, since that is the console's work. RSS is the kernel's VmRSS; PSS counts
# a page that several processes share in parts. Processor time is that of the last half, in per cent of one core.
. "$(dirname "$0")/measure.sh"
mode=up
case ${1:-} in agent) mode=agent; shift ;; esac
minutes=${1:-10}
least=150   # processes on the host

work=$(mktemp -d) && chmod 755 "$work"
ours=
trap 'kill $ours 2>/dev/null; rm -rf "$work"' EXIT
"$root/anole" build || exit 4
machine

processes() { ls -d /proc/[0-9]* | wc -l; }
while [ "$(processes)" -lt "$least" ]; do sleep 100000 & ours="$ours $!"; done

if [ "$mode" = up ]; then
  "$root/anole" up --port 0 --data "$work/data" --no-open >"$work/said" 2>&1 & main=$!
else
  "$root/anole" agent --data "$work/data" >"$work/said" 2>&1 & main=$!
fi
ours="$ours $main"
if [ "$mode" = up ]; then
  tries=0
  until grep -q '/login?token=' "$work/said"; do
    tries=$((tries + 1)); [ "$tries" -lt 100 ] || { cat "$work/said" >&2; exit 4; }
    sleep 0.1
  done
  link=$(grep -o 'http[^ ]*/login?token=[^ ]*' "$work/said" | head -n 1)
  curl -sSkL -c "$work/cookies" -o /dev/null "$link"
  curl -sSkN -b "$work/cookies" -o /dev/null "${link%%/login*}/api/v1/live" & ours="$ours $!"
fi
sleep 3
console=$(for p in /proc/[0-9]*; do tr '\0' '\n' <"$p/cmdline" 2>/dev/null | grep -qx -e '-Danole.role=console' && echo "${p#/proc/}"; done |
  while read -r p; do tr '\0' '\n' <"/proc/$p/cmdline" | grep -q "$work" && echo "$p"; done)

# Sum of user and system time of a process in clock ticks.
ticks() { sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'; }
hertz=$(getconf CLK_TCK)
sleep $((minutes * 30))
for p in $main $console; do ticks "$p"; done >"$work/half"
start=$(now)
sleep $((minutes * 30))
took=$((($(now) - start) / 1000000))

echo "$(processes) processes, after $minutes min"
total=0
i=1
for p in $main $console; do
  [ "$p" = "$main" ] && name=agent || name=console
  spent=$(($(ticks "$p") - $(sed -n "${i}p" "$work/half")))
  awk -v name="$name" -v spent="$spent" -v hertz="$hertz" -v took="$took" '
    FILENAME ~ /status$/ && /^VmRSS/ { rss = $2 } FILENAME ~ /status$/ && /^VmHWM/ { peak = $2 } FILENAME ~ /rollup$/ && /^Pss:/ { pss = $2 }
    END { printf "%-8s RSS %6.1f MB   PSS %6.1f MB   greatest RSS %6.1f MB   %5.2f %% of one core\n", name, rss / 1000, pss / 1000, peak / 1000, spent / hertz / took * 100000 }
  ' "/proc/$p/status" "/proc/$p/smaps_rollup"
  rss=$(awk '/^VmRSS/ { print $2 }' "/proc/$p/status")
  total=$((total + rss))
  i=$((i + 1))
done
echo "in sum   RSS $(awk -v kb="$total" 'BEGIN { printf "%6.1f", kb / 1000 }') MB"
