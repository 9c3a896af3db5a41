# PHP: two packages of the disk, installed by Composer without a network, and listed by Composer.
set -euo pipefail
root=$1 work=$2
for name in greeter clock; do
  mkdir -p "$work/$name/src" && head -c 5000 /dev/zero > "$work/$name/src/$name.php"
  printf '{"name":"acme/%s","version":"1.4.2","autoload":{"psr-4":{"Acme\\\\":"src/"}}%s}' "$name" \
    "$([ "$name" = greeter ] && printf ',"require":{"acme/clock":"^1.0"}')" > "$work/$name/composer.json"
done
mkdir -p "$root/srv" && cd "$root/srv"
printf '{"repositories":[{"packagist.org":false},{"type":"path","url":"%s/*","options":{"symlink":false}}],"require":{"acme/greeter":"*"}}' "$work" > composer.json
export COMPOSER_ALLOW_SUPERUSER=1 COMPOSER_DISABLE_NETWORK=1 COMPOSER_HOME="$work/home"
composer install --quiet --no-interaction
printf 'TOOL\t%s\n' "$(composer --version --no-ansi 2> /dev/null | cut -d' ' -f1-3)"
composer show --format=json --path 2> /dev/null | python3 -c '
import json, os, sys
root = sys.argv[1]
versions = {p["name"]: p["version"] for p in json.load(open("composer.lock"))["packages"]}
for found in json.load(sys.stdin)["installed"]:
    print("PACKAGE", "composer", found["name"], versions[found["name"]], sep="\t")
    for place, _, files in os.walk(found["path"]):
        for name in files: print("FILE", "/" + os.path.relpath(os.path.join(place, name), root), sep="\t")' "$root"
rm -f composer.json composer.lock
