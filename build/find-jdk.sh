# Sourced by the scripts of this repository. find_jdk prints the home of a JDK of at least the
# wanted version, or fails. Looked at in this order: JAVA_HOME, java on the PATH, the usual places.

AQ_JDK_VERSION=25

# The feature version that a JDK home says of itself, for example 25; nothing when it is no JDK.
jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  local version=""
  if [ -r "$1/release" ]; then
    version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
  fi
  if [ -z "$version" ]; then
    version=$("$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9][0-9]*\).*/\1/p' | head -n 1)
  fi
  [ -n "$version" ] && printf '%s\n' "$version"
}

is_wanted_jdk() {
  local version
  version=$(jdk_version "$1") || return 1
  [ "$version" -ge "$AQ_JDK_VERSION" ] 2>/dev/null
}

# The home behind a java command: symbolic links resolved, bin/java cut off.
home_of_java() {
  local java="$1" link
  while [ -L "$java" ]; do
    link=$(readlink "$java")
    case "$link" in
      /*) java="$link" ;;
      *) java="$(dirname "$java")/$link" ;;
    esac
  done
  (cd "$(dirname "$java")/.." 2>/dev/null && pwd -P)
}

find_jdk() {
  local candidate
  if [ -n "${JAVA_HOME:-}" ] && is_wanted_jdk "$JAVA_HOME"; then
    printf '%s\n' "$JAVA_HOME"
    return 0
  fi
  if command -v java >/dev/null 2>&1; then
    candidate=$(home_of_java "$(command -v java)")
    if [ -n "$candidate" ] && is_wanted_jdk "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  fi
  for candidate in \
    /usr/lib/jvm/* /usr/java/* /usr/local/lib/jvm/* /opt/* /opt/java/* /opt/jdk/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
    "${HOME:-/nonexistent}"/.asdf/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if is_wanted_jdk "$candidate"; then
      printf '%s\n' "$candidate"
      return 0
    fi
  done
  return 1
}

# Exports JAVA_HOME, or says what is missing and exits 1.
require_jdk() {
  local home
  if ! home=$(find_jdk); then
    {
      echo "ActionQueue needs JDK $AQ_JDK_VERSION or newer, and none was found."
      if [ -n "${JAVA_HOME:-}" ]; then
        echo "JAVA_HOME is $JAVA_HOME (version $(jdk_version "$JAVA_HOME" || echo unknown))."
      fi
      echo "Install any JDK $AQ_JDK_VERSION and set JAVA_HOME, put its bin on the PATH, or place it"
      echo "where JDKs are usually installed, such as /usr/lib/jvm."
    } >&2
    exit 1
  fi
  export JAVA_HOME="$home"
}

# Says what is missing and exits 1 unless Maven is on the PATH and new enough.
require_maven() {
  local version
  if ! command -v mvn >/dev/null 2>&1; then
    echo "ActionQueue is built with Maven 3.8.7 or newer, and there is no mvn on the PATH." >&2
    exit 1
  fi
  version=$(mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  if [ -z "$version" ]; then
    echo "mvn -v does not say which Maven it is; run it to see why." >&2
    exit 1
  fi
  if [ "$(printf '%s\n3.8.7\n' "$version" | sort -V | head -n 1)" != "3.8.7" ]; then
    echo "ActionQueue is built with Maven 3.8.7 or newer; mvn on the PATH is $version." >&2
    exit 1
  fi
}

# JDK 24 and later warn about what Maven's own libraries do; nobody here can act on that.
quiet_maven() {
  export MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
}
