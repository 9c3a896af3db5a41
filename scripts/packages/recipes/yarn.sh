# Yarn 4 without node_modules: packages of the registry, installed by Yarn, and listed by Yarn with the archive of each.
set -euo pipefail
root=$1 work=$2
mkdir -p "$root/app" "$work" && (cd "$work" && npm install --silent --no-audit --no-fund @yarnpkg/cli-dist@4.9.2 > /dev/null)
cd "$root/app"
printf '{"name":"shop","version":"1.0.0","dependencies":{"is-odd":"3.0.1","@tootallnate/once":"2.0.0"}}' > package.json
printf 'enableGlobalCache: false\nenableTelemetry: false\nnpmRegistryServer: "%s"\n' "$(npm config get registry | sed 's#/$##')" > .yarnrc.yml
: > yarn.lock
yarn() { node "$work/node_modules/@yarnpkg/cli-dist/bin/yarn.js" "$@"; }
yarn install > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
printf 'TOOL\tYarn %s\n' "$(yarn --version)"
yarn info --all --recursive --cache --json | node -e '
  for (const line of require("fs").readFileSync(0, "utf8").trim().split("\n")) {
    const { value, children } = JSON.parse(line);
    const [, name] = /^(.+)@(?:npm|workspace):/.exec(value) ?? [];
    console.log(["PACKAGE", "npm", name, children.Version].join("\t"));
    // The application itself owns no files.
    if (!value.includes("@workspace:")) console.log("FILE\t" + children.Cache.Path.slice(process.argv[1].length));
  }' "$root"
rm -f .yarnrc.yml && rm -rf .yarn/install-state.gz
