# Rust: a program built by cargo-auditable, and listed by cargo.
set -euo pipefail
root=$1 work=$2
mkdir -p "$work/src" "$root/usr/bin" && cd "$work"
printf '[package]\nname = "greeter"\nversion = "0.3.1"\nedition = "2021"\n[dependencies]\nitoa = "=1.0.15"\n[profile.release]\nopt-level = "z"\nstrip = true\npanic = "abort"\n' > Cargo.toml
echo 'fn main() { let mut b = itoa::Buffer::new(); println!("hello {}", b.format(std::env::args().count())); }' > src/main.rs
command -v cargo-auditable > /dev/null || { cargo install --quiet --root "$work/tools" cargo-auditable --version 0.7.4; PATH=$work/tools/bin:$PATH; }
cargo auditable build --quiet --release
cp target/release/greeter "$root/usr/bin/greeter"
printf 'TOOL\t%s, cargo-auditable\n' "$(cargo --version | cut -d' ' -f1-2)"
cargo tree --depth 0 --prefix none --format '{p}' | while read -r name version _; do
  printf 'PACKAGE\tcargo\t%s\t%s\nFILE\t/usr/bin/greeter\n' "$name" "${version#v}"
done
cargo tree --prefix none --format '{p}' | tail -n +2 | while read -r name version _; do printf 'INNER\tcargo\t%s\t%s\n' "$name" "${version#v}"; done
