# Azure Linux distroless: the manifests as marinara writes them, by rpm's queries, instead of the database. They list no files.
set -euo pipefail
root=$1 work=$2
bash "$(dirname "$0")/rpm-sqlite.sh" "$root" "$work/sqlite" > /dev/null
ask() { rpm --root "$root" --define '_db_backend sqlite' --define '_dbpath /var/lib/rpm' "$@"; }
mkdir -p "$root/var/lib/rpmmanifest" && printf 'ID=azurelinux\n' > "$root/etc/os-release"
ask -qa > "$root/var/lib/rpmmanifest/container-manifest-1"
ask -qa --qf '%{NAME}\t%{VERSION}-%{RELEASE}\t%{INSTALLTIME}\t%{BUILDTIME}\t%{VENDOR}\t%{EPOCH}\t%{SIZE}\t%{ARCH}\t%{EPOCHNUM}\t%{SOURCERPM}\n' \
  > "$root/var/lib/rpmmanifest/container-manifest-2"
printf 'TOOL\t%s\n' "$(rpm --version)"
ask -qa --qf 'PACKAGE\trpm\t%{NAME}\t%{VERSION}-%{RELEASE}\n' | sort
rm -rf "$root/var/lib/rpm"
