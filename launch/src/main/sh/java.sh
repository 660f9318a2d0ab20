# Finds a JDK. Read by ./anole, ./mvnw and ./check, which define `say` and `fail`.

wanted=25   # the oldest Java that can build and run Anole

# Prints nothing and sets $version to the feature number of the JDK in directory $1, or to 0. The file
# `release` is part of every JDK; reading it costs nothing, while `java -version` starts a JVM.
version_of() {
  version=0
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS='=' read -r key value; do
    [ "$key" = JAVA_VERSION ] || continue
    value=${value#\"}; value=${value%\"}
    version=${value%%[!0-9]*}
    [ -n "$version" ] || version=0
  done <"$1/release"
}

# Sets $java_home to the first JDK that is new enough: the one named, the one on PATH, the usual places.
find_java() {
  older=
  if [ -n "${JAVA_HOME:-}" ]; then
    consider "$JAVA_HOME" && return 0
    if [ "$version" = 0 ]; then say "JAVA_HOME=$JAVA_HOME holds no JDK; looking elsewhere"
    else say "JAVA_HOME=$JAVA_HOME is Java $version, Anole needs $wanted or newer; looking elsewhere"; fi
  fi
  on_path=$(command -v javac) && on_path=$(readlink -f -- "$on_path") && consider "${on_path%/bin/javac}" && return 0
  for place in /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* /usr/local/lib/jvm/* "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/*; do
    consider "$place" && return 0
  done
  return 1
}

# True, and $java_home set, if directory $1 holds a JDK that is new enough; else remembers the newest seen.
consider() {
  version_of "$1"
  if [ "$version" -ge "$wanted" ]; then java_home=$1; return 0; fi
  if [ "$version" -gt "${older:-0}" ]; then older=$version; fi
  return 1
}

no_java() {
  case "$(. /etc/os-release 2>/dev/null; echo "${ID:-} ${ID_LIKE:-}")" in
    *debian*|*ubuntu*) install='apt install openjdk-25-jdk-headless' ;;
    *anolis*|*rhel*|*fedora*|*centos*) install='dnf install java-25-openjdk-devel' ;;
    *suse*) install='zypper install java-25-openjdk-devel' ;;
    *) install='install a JDK 25 from your distribution or your Java vendor' ;;
  esac
  fail "no JDK $wanted or newer found (looked at JAVA_HOME, PATH, /usr/lib/jvm, /usr/java, /opt, ~/.sdkman${older:+; the newest here is Java $older}): $install, or set JAVA_HOME to one"
}
