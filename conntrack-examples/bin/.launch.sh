# What the launchers here share: they find the programs' jars, build them where they are missing or older than the
# sources, and start Java. To be sourced by bash. CONNTRACK_BUILD=no takes the jars as they are.

examples=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
project=$(dirname "$examples")
jar=$examples/target/conntrack-examples.jar
archive=$examples/target/conntrack-examples.jsa
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Programs that start often and end soon: no compiler and collector that pays off later, no warnings into the output.
java_options=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:disable
  --enable-native-access=ALL-UNNAMED -cp "$jar:$examples/target/lib/*")

is_built() {
  [[ ${CONNTRACK_BUILD:-} == no ]] && return
  [[ -e $jar && -d $examples/target/lib ]] &&
    [[ -z $(find "$project"/pom.xml "$project"/conntrack-{core,netlink,examples}/{pom.xml,src/main} \
      -newer "$jar" -print -quit) ]]
}

# Leaves out what only checks the code: tests, format, documentation. Says nothing more unless it fails.
build() {
  local output
  echo "Building $project, which takes a minute or two the first time ..." >&2
  if ! output=$(cd "$project" && mvn -q -B -ntp package -pl conntrack-examples -am -DskipTests -Dspotless.check.skip \
    -Denforcer.skip -Dmaven.compiler.failOnWarning=false -Dmaven.javadoc.skip -Dmaven.source.skip 2>&1); then
    printf '%s\n' "$output" >&2
    echo "The build failed. It needs a JDK (17 or later), Maven, and for the first time access to Maven Central." >&2
    exit 1
  fi
  touch "$jar" # Maven leaves it alone where nothing in it changed
  archive_classes
}

# Keeps the classes that a listing loads in a form that the JVM maps into memory: programs start in half the time.
archive_classes() {
  unshare --user --map-root-user --net -- "$java" -XX:ArchiveClassesAtExit="$archive" "${java_options[@]}" \
    io.conntrack.examples.cli.ConntrackCommand -L >/dev/null 2>&1 || rm -f "$archive"
}

# Whether SIGINT or SIGTERM is ignored, as a script's programs in the background inherit it. Java would ignore it for good.
ignores_signals() {
  local name value
  while read -r name value; do
    [[ $name == SigIgn: ]] && break
  done </proc/self/status
  ((0x$value & 0x4002))
}

# Replaces this process by a program of these jars: run_java main-class [argument]...
run_java() {
  is_built || build
  [[ -e $archive ]] && java_options+=(-XX:SharedArchiveFile="$archive")
  local command=("$java" "${java_options[@]}" "$@")
  ignores_signals && command=(env --default-signal=INT,TERM "${command[@]}")
  exec "${command[@]}"
}
