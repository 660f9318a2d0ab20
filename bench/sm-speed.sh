#!/bin/sh
# SM4 and SM3 in MB per CPU second: our tiers, BouncyCastle, Kona, and OpenSSL and libgcrypt where they are installed.
#   ./bench/sm-speed.sh [--json] [ctr|cbc-dec|cbc-enc|xts|gcm|cbc-batch|sm3|sm3-batch]…
. "$(dirname "$0")/measure.sh"
cd "$root" || exit 4
"${MAVEN:-mvn}" -o -B -q -pl security/shangmi -am test-compile || exit 4
classes=security/shangmi/target/test-classes
for module in kernel/linux kernel/machine security/shangmi; do classes=$classes:$module/target/classes; done
for peer in bcprov-jdk18on-1.84 kona-crypto-1.0.19; do classes=$classes:$(find "$HOME/.m2/repository" -name "$peer.jar"); done
exec nice -n 15 "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xbatch -Xmx512m --add-modules jdk.incubator.vector \
  --enable-native-access=ALL-UNNAMED -cp "$classes" dev.anole.security.shangmi.SmSpeed "$@"
