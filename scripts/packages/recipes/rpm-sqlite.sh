# RPM: two packages built by rpmbuild, installed by rpm into an empty root, and listed by rpm.
set -euo pipefail
root=$1 work=$2 database=sqlite
mkdir -p "$work/top" "$root/etc" && printf 'ID=fedora\n' > "$root/etc/os-release"
spec() { # name, requires, bytes
  cat > "$work/$1.spec" <<SPEC
Name: $1
Version: 1.2
Release: 3
Summary: A package of the corpus
License: MIT
BuildArch: noarch
$2
%description
A package of the corpus.
%install
mkdir -p %{buildroot}/opt/$1
head -c $3 /dev/zero > %{buildroot}/opt/$1/data
echo hello > %{buildroot}/opt/$1/text
%files
/opt/$1
SPEC
  rpmbuild --quiet -bb --define "_topdir $work/top" "$work/$1.spec" > /dev/null 2>&1
}
spec apple '' 20000
spec pear 'Requires: apple' 30000
rpm --root "$root" --define "_db_backend $database" --define '_dbpath /var/lib/rpm' --nosignature -i "$work"/top/RPMS/noarch/*.rpm
ask() { rpm --root "$root" --define "_db_backend $database" --define '_dbpath /var/lib/rpm' "$@"; }
printf 'TOOL\t%s\n' "$(rpm --version), $database"
ask -qa --qf '%{NAME}\t%{VERSION}-%{RELEASE}\n' | sort | while IFS=$'\t' read -r name version; do
  printf 'PACKAGE\trpm\t%s\t%s\n' "$name" "$version"
  ask -ql "$name" | sed 's/^/FILE\t/'
done
rm -f "$root"/var/lib/rpm/*-shm "$root"/var/lib/rpm/*-wal "$root"/var/lib/rpm/.rpm.lock
