#!/bin/sh
# SM4 and SM3 in MB per CPU second: our tiers, BouncyCastle, Kona, and OpenSSL and libgcrypt where they are installed.
#   ./bench/sm-speed.sh [--json] [ctr|cbc-dec|cbc-enc|xts|gcm|sm3|sm3-batch]…
. "$(dirname "$0")/measure.sh"
cd "$root" || exit 4
[ -n "$JAVA_HOME" ] && java=$JAVA_HOME/bin/java || java=java
./mvnw -B -q -pl security/shangmi -am test-compile dependency:build-classpath -Dmdep.outputFile=target/test.classpath -Dmdep.includeScope=test || exit 4
exec nice -n 15 "$java" -Xbatch -Xmx512m --enable-native-access=ALL-UNNAMED \
  -cp "security/shangmi/target/test-classes:security/shangmi/target/classes:$(cat security/shangmi/target/test.classpath)" \
  dev.anole.security.shangmi.SmSpeed "$@"
