# Conda: two packages of the disk, installed by rattler, and listed by conda-meta's own reader in rattler.
set -euo pipefail
root=$1 work=$2
mkdir -p "$work" && python3 -m venv "$work/venv" && "$work/venv/bin/pip" -q --disable-pip-version-check install py-rattler==0.28.0
"$work/venv/bin/python" "$(dirname "$0")/conda.py" "$root" "$work"
