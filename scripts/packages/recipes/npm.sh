# Node: packages of the registry, installed by npm, and listed by npm.
set -euo pipefail
root=$1
mkdir -p "$root/app" && cd "$root/app"
printf '{"name":"shop","version":"1.0.0","dependencies":{"is-odd":"3.0.1","ms":"2.1.3"}}' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts > /dev/null
printf 'TOOL\tnpm %s\n' "$(npm --version)"
# The application itself owns no files.
printf 'PACKAGE\tnpm\tshop\t1.0.0\n'
npm ls --all --parseable --long | tail -n +2 | while IFS=: read -r path id _; do
  printf 'PACKAGE\tnpm\t%s\t%s\n' "${id%@*}" "${id##*@}"
  find "$path" -path "$path/node_modules" -prune -o -type f -printf '%p\n' | sed "s#^$root#FILE\t#"
done
