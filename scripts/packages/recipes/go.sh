# Go: a program with a version, and a library without an executable bit, built by go and listed by `go version -m`.
set -euo pipefail
root=$1 work=$2
mkdir -p "$work/library" "$root/usr/bin" "$root/usr/lib"
GOBIN="$root/usr/bin" go install -ldflags='-s -w' golang.org/x/example/hello@v0.0.0-20240925201653-1a5e218e5455 2> "$work/log" || { cat "$work/log" >&2; exit 1; }
cd "$work/library" && printf 'module example.test/plugin\n\ngo 1.22\n' > go.mod
printf 'package main\n\nimport "C"\n\n//export Answer\nfunc Answer() C.int { return 42 }\n\nfunc main() {}\n' > main.go
go build -buildmode=c-shared -ldflags='-s -w' -o "$root/usr/lib/libplugin.so" . && rm -f "$root/usr/lib/libplugin.h"
chmod 644 "$root/usr/lib/libplugin.so"
printf 'TOOL\t%s\n' "$(go version | cut -d' ' -f1-3)"
for file in "$root"/usr/bin/* "$root"/usr/lib/*; do
  go version -m "$file" | awk -v OFS='\t' '$1 == "mod" { print "PACKAGE", "golang", $2, $3 }'
  printf 'FILE\t%s\n' "${file#"$root"}"
  go version -m "$file" | awk -v OFS='\t' '$1 == "mod" || $1 == "dep" { print "INNER", "golang", $2, $3 }'
  printf 'INNER\tgolang\tstdlib\t%s\n' "$(go version "$file" | sed 's/.*: go//')"
done
