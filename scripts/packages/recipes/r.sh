# R: two packages of the disk, installed by R CMD INSTALL, and listed by installed.packages().
set -euo pipefail
root=$1 work=$2
library="$root/usr/local/lib/R/site-library"
mkdir -p "$library"
for name in clock greeter; do
  mkdir -p "$work/$name/R"
  printf 'Package: %s\nVersion: 1.3-2\nTitle: A Package\nDescription: A package of\n    the corpus.\nLicense: MIT\nAuthor: A\nMaintainer: A <a@example.test>\nImports: %s\n' \
    "$name" "$([ "$name" = greeter ] && echo 'clock, stats' || echo utils)" > "$work/$name/DESCRIPTION"
  printf 'export(%s)\n' "$name" > "$work/$name/NAMESPACE"
  printf '%s <- function() 42\n' "$name" > "$work/$name/R/a.R"
  R_LIBS="$library" R CMD INSTALL --no-docs --library="$library" "$work/$name" > /dev/null 2>&1
done
printf 'TOOL\t%s\n' "$(R --version | head -1 | cut -d' ' -f1-3)"
Rscript -e 'a <- installed.packages(lib.loc=commandArgs(TRUE)[1]); for (i in seq_len(nrow(a))) cat("PACKAGE", "cran", a[i, "Package"], a[i, "Version"], a[i, "LibPath"], sep="\t", "\n")' "$library" |
  while IFS=$'\t' read -r word type name version place _; do
    printf '%s\t%s\t%s\t%s\n' "$word" "$type" "$name" "$version"
    find "$place/$name" -type f | sed "s#^$root#FILE\t#"
  done
