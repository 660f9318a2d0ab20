#!/bin/sh
# SM2 beside BouncyCastle and OpenSSL, in one run: bench/sm2-speed.sh [rounds]; what batching gains: bench/sm2-speed.sh batcher
set -e
cd "$(dirname "$0")/.."
: "${MAVEN:=mvn}"
"$MAVEN" -o -B -q -pl security/shangmi -am test-compile
classes=
for module in kernel/linux kernel/machine security/shangmi; do classes=$classes:$module/target/classes; done
libraries=$(find "${HOME}/.m2/repository" -name 'bcprov-jdk18on-1.84.jar')
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xbatch -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \
  -cp "security/shangmi/target/test-classes$classes:$libraries" dev.anole.security.shangmi.sm2.Sm2Speed "$@"
