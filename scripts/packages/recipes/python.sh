# Python: wheels of PyPI, installed by pip, and listed by importlib.metadata.
set -euo pipefail
root=$1
python3 -m pip -q --disable-pip-version-check install --no-compile --root-user-action=ignore --prefix /usr/local --root "$root" --ignore-installed --no-deps idna==3.10 certifi==2024.8.30 python-dateutil==2.9.0.post0 six==1.16.0 2> /dev/null
printf 'TOOL\t%s\n' "$(python3 -m pip --version | cut -d' ' -f1-2)"
python3 - "$root" <<'PY'
import glob, importlib.metadata, os, sys
site = glob.glob(f'{sys.argv[1]}/usr/local/lib/python3*/site-packages')[0]
for found in importlib.metadata.distributions(path=[site]):
    print('PACKAGE', 'pypi', found.metadata['Name'].lower().replace('_', '-'), found.version, sep='\t')
    for file in found.files: print('FILE', '/' + os.path.relpath(file.locate(), sys.argv[1]), sep='\t')
PY
