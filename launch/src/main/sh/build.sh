# Read by ./anole when there is something to build: compiles through ./mvnw, has the run image made, and
# writes the state. Uses $root, $home, $state, $java_home, say, fail, settled, changed and build_of of that file.

log=$home/build.log

# One line that is rewritten on a terminal, and a line a step elsewhere.
if [ -t 2 ]; then
  step() { printf '\r\033[K%s' "$*" >&2; }
  steps_done() { printf '\r\033[K' >&2; }
else
  step() { printf '%s\n' "$*" >&2; }
  steps_done() { :; }
fi

# What a person needs of a failed build: the errors, without Maven's advice about itself.
failed() {
  steps_done
  {
    say "$1; the lines that matter:"
    tail -n 400 "$log" | grep -E '^\[ERROR\]|^anole|^mvnw|: error:|Exception' |
      grep -vE '^\[ERROR\] *$|^\[ERROR\] (\[Help|To see the full|Re-run Maven|For more information|After correcting|  mvn )' |
      sed 's/ -> \[Help 1\]$//' |
      awk '!seen[$0]++' | head -n 15
    say "the whole log: $log"
  } >&2
  exit 4
}

compile() {
  mkdir -p "$home"
  rm -rf "$home/jars"
  : >"$home/stamp.new"
  if [ -z "$image" ]; then step "first build, with $java_home (minutes, where Maven must fetch libraries)"
  else step "the sources have changed, building"; fi
  {
    JAVA_HOME=$java_home "$root/mvnw" -B -f "$root/pom.xml" -pl launch -am -Dmaven.test.skip=true package 2>&1 </dev/null
    printf '\nexit %s\n' $?
  } | {
    outcome=1
    while IFS= read -r line; do
      printf '%s\n' "$line" >&3
      case $line in
        '[INFO] Building Anole'*'['*'/'*']') shown=${line#'[INFO] Building '}; step "building ${shown##* } ${shown%% [0-9]*.*}" ;;
        'exit '*) outcome=${line#exit } ;;
      esac
    done
    [ "$outcome" = 0 ]
  } 3>"$log" || failed "the build failed"
}

# Runs class $1 of the module that makes images and archives, and shows the steps that it tells.
make_with() {
  maker=$1; shift
  {
    "$java_home/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$root/launch/target/classes" "dev.anole.launch.$maker" "$@" 8>&-
    printf 'exit %s\n' $?
  } | {
    outcome=1
    while IFS=' ' read -r kind rest; do
      case $kind in
        step) step "$rest" ;;
        image) printf '%s\n' "$rest" >"$home/image.name" ;;
        made) steps_done; printf '%s\n' "$rest" ;;
        exit) outcome=$rest ;;
      esac
    done
    [ "$outcome" = 0 ]
  } || exit 4
}

# From here on one build at a time; a second caller waits, and usually finds the work done.
mkdir -p "$home" 2>/dev/null && [ -w "$home" ] ||
  fail "cannot build: $home is not writable by $(id -un); build once as the owner of the tree (./anole build)"
if command -v flock >/dev/null; then
  exec 8>"$home/lock"
  flock -n 8 || { say "another build of this tree is under way; waiting for it"; flock 8; }
fi
[ ! -r "$state" ] || { IFS= read -r ignored; IFS= read -r build; IFS= read -r asked; IFS= read -r image; } <"$state"

if ! { settled && ! changed; }; then
  if [ -z "$image" ] || changed; then compile; else : >"$home/stamp.new"; fi
  : >"$home/image.name"
  make_with ImageMaker "$home" "$root/launch/src/main/image"
  IFS= read -r image <"$home/image.name"
  build_of "$java_home"
  mv "$home/stamp.new" "$home/stamp"
  printf '%s\n%s\n%s\n%s\n' "$java_home" "$found" "${JAVA_HOME:-}" "$image" >"$state.new"
  mv "$state.new" "$state"
  steps_done
fi

if [ "$purpose" = dist ]; then
  shift
  make_with Distribution "$root" "$home/image/$image" "$@"
  steps_done
fi
exec 8>&-
