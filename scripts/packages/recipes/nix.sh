# Nix: two trees added to a store by nix-store, and listed by it.
set -euo pipefail
root=$1 work=$2
export NIX_STATE_DIR="$work/state" NIX_LOG_DIR="$work/log" NIX_CONF_DIR="$work/conf" HOME="$work/home"
mkdir -p "$work/greeter-2.1/bin" "$work/clock-0.9-lib/lib" "$HOME"
head -c 7000 /dev/zero > "$work/greeter-2.1/bin/greeter"; head -c 9000 /dev/zero > "$work/clock-0.9-lib/lib/libclock.so"
store="local?root=$root"
for tree in greeter-2.1 clock-0.9-lib; do nix-store --store "$store" --add "$work/$tree" > /dev/null 2>&1; done
printf 'TOOL\t%s\n' "$(nix-store --version)"
nix --extra-experimental-features nix-command --store "$store" path-info --all 2> /dev/null | while read -r path; do
  label=${path#/nix/store/*-}; name=${label%%-*}; version=${label#*-}
  printf 'PACKAGE\tnix\t%s\t%s\n' "$name" "${version%-lib}"
  find "$root$path" -type f | sed "s#^$root#FILE\t#"
done
chmod -R u+w "$root" && rm -rf "$root/nix/var" "$root/nix/store/.links"
