#!/bin/sh
# Starts haul in the Java runtime beside this file. No subprocess on the way, except when called through a link.
self=$0
[ -L "$self" ] && self=$(readlink -f -- "$self")
case $self in
  */*) home=${self%/*}/.. ;;
  *) home=.. ;;
esac
# It was removed, and the JVM would complain of that in its own way; there is nothing that a relative name could mean.
if [ -z "$PWD" ]; then
  echo 'haul: the working directory does not exist any more: go to another one' >&2
  exit 1
fi
# A JVM does not find itself where the locale has no word for its path.
case $home in
  /*) place=$home ;;
  *) place=$PWD/$home ;;
esac
case $place in
  *[![:print:]]*) export LC_ALL=C.UTF-8 ;;
esac
# Where a standard stream is closed, the first file that the JVM opens would take its place.
{ true 3<&0; } 2>/dev/null || exec 0>/dev/null
{ true 3>&1; } 2>/dev/null || exec 1</dev/null
{ true 3>&2; } 2>/dev/null || exec 2</dev/null
# These would change a JVM that is not the user's concern; HAUL_JAVA_OPTIONS is the way in.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
# The java command joins its words by a strcat that begins at the first each time: 100,000 of them take it 0.4 seconds.
# So many come to haul in a file that has no name any more.
words=
if [ $# -gt 4096 ] && file=$(mktemp 2>/dev/null); then
  printf '%s\0' "$@" >"$file" && exec 9<"$file" && words=-Dhaul.words=/dev/fd/9 && set --
  rm -f -- "$file"
fi
# Serial and C1 start soonest. Log off: complaints about the archive would go to standard output.
# A small young generation stays in the processor's cache and touches no new pages: a tenth less CPU.
# In haul itself what is called often is compiled after fewer calls: a large append takes a fifteenth less, and a small
# one no more, as it would if this were so for all classes.
# The operands come last: haul reads them as bytes from the end of its command line.
# shellcheck disable=SC2086 # HAUL_JAVA_OPTIONS is split into words, and an empty $words is none.
exec "$home/runtime/bin/java" \
  -Xmn8m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xlog:disable \
  -XX:CompileCommand=quiet -XX:CompileCommand=CompileThresholdScaling,"dev.haul.*::*",0.1 \
  -XX:SharedArchiveFile="$home/lib/haul.jsa" --enable-native-access=dev.haul \
  $HAUL_JAVA_OPTIONS $words -m dev.haul/dev.haul.cli.Main "$@"
