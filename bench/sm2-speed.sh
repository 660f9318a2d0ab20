#!/bin/sh
# SM2 beside BouncyCastle and OpenSSL in operations per CPU second, in one run; and what batching gains.
#   ./bench/sm2-speed.sh [rounds]
#   ./bench/sm2-speed.sh batcher
. "$(dirname "$0")/measure.sh"
cd "$root" || exit 4
[ -n "$JAVA_HOME" ] && java=$JAVA_HOME/bin/java || java=java
./mvnw -B -q -pl security/shangmi -am test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test || exit 4
# shellcheck disable=SC2086  # options for the JVM
exec nice -n 15 "$java" -Xbatch -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED $JAVA_OPTIONS \
  -cp "security/shangmi/target/test-classes:security/shangmi/target/classes:$(cat security/shangmi/target/test.classpath)" \
  dev.anole.security.shangmi.sm2.Sm2Speed "$@"
