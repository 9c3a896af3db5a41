# RPM before 4.16: the same packages in a hash of Berkeley DB. rpm no longer writes it: db_load does, from the headers that rpm wrote, and rpm lists it.
set -euo pipefail
root=$1 work=$2
bash "$(dirname "$0")/rpm-sqlite.sh" "$root" "$work/sqlite" > /dev/null
python3 - "$root/var/lib/rpm/rpmdb.sqlite" "$work/dump" <<'PY'
import sqlite3, struct, sys
rows = sqlite3.connect(sys.argv[1]).execute('SELECT hnum, blob FROM Packages ORDER BY hnum').fetchall()
with open(sys.argv[2], 'w') as dump:
    dump.write('VERSION=3\nformat=bytevalue\ntype=hash\ndb_pagesize=4096\nHEADER=END\n')
    pairs = [(struct.pack('<I', 0), struct.pack('<I', len(rows)))] + [(struct.pack('<I', number), blob) for number, blob in rows]
    for pair in pairs:
        for item in pair: dump.write(' ' + item.hex() + '\n')
    dump.write('DATA=END\n')
PY
rm -rf "$root/var/lib/rpm" && mkdir -p "$root/var/lib/rpm"
db5.3_load -f "$work/dump" "$root/var/lib/rpm/Packages"
ask() { rpm --root "$root" --define '_db_backend bdb_ro' --define '_dbpath /var/lib/rpm' "$@" 2> /dev/null; }
printf 'TOOL\t%s\n' "$(rpm --version), bdb_ro, $(db5.3_load -V | cut -d: -f1)"
# rpm writes no index of names here, so all packages are asked at once.
ask -qa --qf 'PACKAGE\trpm\t%{NAME}\t%{VERSION}-%{RELEASE}\n[FILE\t%{FILENAMES}\n]'
rm -f "$root"/var/lib/rpm/__db* "$root"/var/lib/rpm/.*.lock
