"""Makes two conda packages (https://conda.org/learn/ceps/cep-0034), installs them by rattler, and lists them by its reader of conda-meta."""
import asyncio, hashlib, importlib.metadata, io, json, os, pathlib, sys, tarfile
from rattler import BuildString, PackageRecord, PrefixRecord, RepoDataRecord, install

root, work = map(pathlib.Path, sys.argv[1:])
prefix = root / 'opt/conda'


def record(name, version, depends, size):
    files = {f'lib/{name}/data': bytes(size), f'bin/{name}': b'#!/bin/sh\n'}
    index = {'name': name, 'version': version, 'build': '0', 'build_number': 0, 'depends': depends, 'subdir': 'linux-64', 'arch': 'x86_64', 'platform': 'linux'}
    paths = [{'_path': path, 'path_type': 'hardlink', 'sha256': hashlib.sha256(data).hexdigest(), 'size_in_bytes': len(data)} for path, data in files.items()]
    content = {**files, 'info/index.json': json.dumps(index).encode(), 'info/paths.json': json.dumps({'paths': paths, 'paths_version': 1}).encode(), 'info/files': '\n'.join(files).encode()}
    archive = work / f'{name}-{version}-0.tar.bz2'
    with tarfile.open(archive, 'w:bz2') as tar:
        for path, data in content.items():
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(data), 0o755 if path.startswith('bin/') else 0o644
            tar.addfile(entry, io.BytesIO(data))
    sha256 = hashlib.sha256(archive.read_bytes()).digest()
    found = PackageRecord(name, version, BuildString('0'), 0, 'linux-64', depends=depends, sha256=sha256)
    return RepoDataRecord(found, archive.name, archive.as_uri(), work.as_uri())


records = [record('clock', '0.9.1', ['__glibc >=2.17'], 9000), record('greeter', '2.1', ['clock >=0.9'], 7000)]
asyncio.run(install(records, prefix, cache_dir=work / 'cache', show_progress=False))
print('TOOL', f"py-rattler {importlib.metadata.version('py-rattler')}", sep='\t')
for path in sorted((prefix / 'conda-meta').glob('*.json')):
    found = PrefixRecord.from_path(path)
    print('PACKAGE', 'conda', found.name.normalized, found.version, sep='\t')
    for file in [*found.files, os.path.relpath(path, prefix)]: print('FILE', f'/opt/conda/{file}', sep='\t')
