# Debian: two packages unpacked by dpkg into an empty root, and listed by dpkg-query.
set -euo pipefail
root=$1 work=$2
mkdir -p "$root/var/lib/dpkg/info" "$work" && : > "$root/var/lib/dpkg/status"
mkdir -p "$root/etc" && printf 'ID=debian\n' > "$root/etc/os-release"
(cd "$work" && apt-get download -q hostname libattr1 > /dev/null)
dpkg --root="$root" --force-depends --unpack "$work"/*.deb > /dev/null 2>&1
printf 'TOOL\tdpkg %s\n' "$(dpkg-query --version | sed -nE '1s/.* ([0-9.]+) .*/\1/p')"
admin="--admindir=$root/var/lib/dpkg"
dpkg-query "$admin" -W -f '${binary:Package}\t${Package}\t${Version}\n' | while IFS=$'\t' read -r id name version; do
  printf 'PACKAGE\tdeb\t%s\t%s\n' "$name" "$version"
  dpkg-query "$admin" -L "$id" | sed 's/^/FILE\t/'
done
