"""Counts the sizes of an image by itself: from the specifications, with Python's own tarfile, zlib and json, and nothing of the product.

    oracle.py oci DIR [NAME] | oci-archive FILE [NAME] | docker-archive FILE [NAME] | dir DIR | registry HOST REPOSITORY TAG | storage RAW DIR

Prints {"os/arch": {"download": B, "unpacked": B, "estimated": false}}. `storage` takes the raw manifest of the store and a dir: copy of the image.
`oracle.py input DIR` writes the tars that the tools get.
"""

import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import urllib.request
import zlib

TYPES = ", ".join(
    "application/vnd." + name
    for name in (
        "oci.image.manifest.v1+json",
        "oci.image.index.v1+json",
        "docker.distribution.manifest.v2+json",
        "docker.distribution.manifest.list.v2+json",
    )
)


def inflated(blob):
    """The tar of a layer, by its first bytes."""
    if blob[:2] == b"\x1f\x8b":
        return zlib.decompressobj(31).decompress(blob) if blob.count(b"\x1f\x8b\x08") < 2 else gunzip_all(blob)
    if blob[:4] == b"\x28\xb5\x2f\xfd" or blob[1:4] == b"\x2a\x4d\x18":
        return subprocess.run(["zstd", "-dc"], input=blob, stdout=subprocess.PIPE, check=True).stdout
    return blob


def gunzip_all(blob):
    import gzip

    return gzip.decompress(blob)


def unpacked(tar):
    """Bytes of the regular files of a tar. umoci 0.4 writes some without padding and end, which Go takes and Python does not."""
    with tarfile.open(fileobj=io.BytesIO(tar + bytes(-len(tar) % 512 + 1024))) as opened:
        return sum(member.size for member in opened if member.isreg())


def platform(config):
    parts = [config.get("os") or "unknown", config.get("architecture") or "unknown"]
    variant = config.get("variant") or ""
    return "/".join(parts + ([] if variant in ("", "v8") or variant == "v1" else [variant]))


def verified(blob, digest):
    algorithm, hexadecimal = digest.split(":")
    assert hashlib.new(algorithm, blob).hexdigest() == hexadecimal, digest
    return blob


def count(manifest, read):
    """Sizes of one image: each blob once in download, each layer in unpacked."""
    config = read(manifest["config"]["digest"])
    layers = [layer["digest"] for layer in manifest["layers"]]
    blobs = {digest: read(digest) for digest in {manifest["config"]["digest"], *layers}}
    tars = [inflated(blobs[digest]) for digest in layers]
    diff_ids = json.loads(config)["rootfs"]["diff_ids"]
    assert diff_ids == ["sha256:" + hashlib.sha256(tar).hexdigest() for tar in tars], "diffIds"
    size = {"download": sum(map(len, blobs.values())), "unpacked": sum(map(unpacked, tars)), "estimated": False}
    return {platform(json.loads(config)): size}


def follow(document, read):
    """All images of a manifest or an index, without attestations."""
    if "manifests" not in document:
        return count(document, read)
    found = {}
    for child in document["manifests"]:
        about = child.get("annotations") or {}
        if "vnd.docker.reference.type" in about or (child.get("platform") or {}).get("os") == "unknown":
            continue
        try:
            blob = read(child["digest"])
        except (OSError, KeyError):
            continue
        for name, size in follow(json.loads(blob), read).items():
            found.setdefault(name, size)
    return found


def layout(open_file, name):
    index = json.loads(open_file("index.json"))
    if name:
        keys = ("org.opencontainers.image.ref.name", "io.containerd.image.name")
        named = [m for m in index["manifests"] if name in [(m.get("annotations") or {}).get(key) for key in keys]]
        index = {"manifests": named}
    return follow(index, lambda digest: verified(open_file("blobs/" + digest.replace(":", "/")), digest))


def opener(folder):
    def read(path):
        with open(os.path.join(folder, path), "rb") as opened:
            return opened.read()

    return read


def tar_opener(file):
    archive = tarfile.open(file)
    members = {os.path.normpath(member.name): member for member in archive}
    return lambda path: archive.extractfile(members[os.path.normpath(path)]).read()


def saved(open_file, name):
    images = json.loads(open_file("manifest.json"))
    for image in images:
        if name and name not in (image["RepoTags"] or []):
            continue
        config = open_file(image["Config"])
        blobs = [open_file(path) for path in image["Layers"]]
        estimated = any(blob[:2] != b"\x1f\x8b" and blob[:4] != b"\x28\xb5\x2f\xfd" for blob in blobs)
        sizes = {blob: len(blob) if not estimated else gzipped(blob) for blob in set(blobs)}
        size = {"download": len(config) + sum(sizes.values()), "unpacked": sum(unpacked(inflated(b)) for b in blobs)}
        return {platform(json.loads(config)): {**size, "estimated": estimated}}
    raise SystemExit("no such image")


def gzipped(tar):
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return len(packer.compress(tar)) + len(packer.flush())


def directory(open_file):
    def read(digest):
        name = digest.split(":")[1]
        for path in (name, name + ".manifest.json"):
            try:
                return verified(open_file(path), digest)
            except FileNotFoundError:
                pass
        raise FileNotFoundError(digest)

    return follow(json.loads(open_file("manifest.json")), read)


def registry(host, repository, tag):
    def get(path):
        request = urllib.request.Request(f"http://{host}/v2/{repository}/{path}", headers={"Accept": TYPES})
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def read(digest):
        try:
            return verified(get("blobs/" + digest), digest)
        except OSError:
            return verified(get("manifests/" + digest), digest)

    return follow(json.loads(get("manifests/" + tag)), read)


def storage(raw, folder):
    """Downloads by the store's own manifest; contents by a copy that podman's library made of it."""
    with open(raw, "rb") as opened:
        manifest = json.load(opened)
    copy = json.loads(opener(folder)("manifest.json"))
    ((name, size),) = directory(opener(folder)).items()
    plain = [not layer["mediaType"].endswith(("gzip", "zstd")) for layer in manifest["layers"]]
    sizes = {layer["digest"]: layer["size"] for layer in manifest["layers"]}
    if any(plain):
        tars = {layer["digest"]: inflated(opener(folder)(layer["digest"].split(":")[1])) for layer in copy["layers"]}
        sizes = {digest: gzipped(tar) for digest, tar in tars.items()}
    return {name: {**size, "download": manifest["config"]["size"] + sum(sizes.values()), "estimated": any(plain)}}


def write_input(folder):
    """Two layers with every kind of entry, the same bytes each time."""

    def noise(length, seed):
        return b"".join(hashlib.sha256(b"%d %d" % (seed, at)).digest() for at in range(length // 32 + 1))[:length]

    def add(archive, name, content=b"", **more):
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = len(content), more.pop("mode", 0o644), 1700000000
        for key, value in more.items():
            setattr(member, key, value)
        archive.addfile(member, io.BytesIO(content))

    layers = {
        "one.tar": [
            ("bin/", b"", {"type": tarfile.DIRTYPE, "mode": 0o755}),
            ("bin/busybox", noise(300_000, 1), {"mode": 0o755}),
            ("bin/sh", b"", {"type": tarfile.SYMTYPE, "linkname": "busybox"}),
            ("bin/ls", b"", {"type": tarfile.LNKTYPE, "linkname": "bin/busybox"}),
            ("etc/", b"", {"type": tarfile.DIRTYPE, "mode": 0o755}),
            ("etc/passwd", b"root:x:0:0:root:/root:/bin/sh\n", {}),
            ("etc/empty", b"", {}),
            ("usr/share/doc/" + "long-name/" * 25 + "readme", b"words " * 20_000, {}),
            ("usr/share/caf\u00e9", b"coffee\n" * 999, {"uid": 1000, "gid": 1000}),
        ],
        "two.tar": [
            ("app/", b"", {"type": tarfile.DIRTYPE, "mode": 0o755}),
            ("app/server", noise(150_000, 2), {"mode": 0o755}),
            ("app/.wh..wh..opq", b"", {}),
            ("etc/.wh.passwd", b"", {}),
            ("etc/empty", b"no longer\n", {}),
        ],
    }
    for name, entries in layers.items():
        with tarfile.open(os.path.join(folder, name), "w", format=tarfile.PAX_FORMAT) as archive:
            for path, content, more in entries:
                add(archive, path, content, **more)


def main(form, *args):
    name = args[1] if len(args) > 1 else None
    if form == "input":
        return write_input(args[0])
    forms = {
        "oci": lambda: layout(opener(args[0]), name),
        "oci-archive": lambda: layout(tar_opener(args[0]), name),
        "docker-archive": lambda: saved(tar_opener(args[0]), name),
        "dir": lambda: directory(opener(args[0])),
        "registry": lambda: registry(*args),
        "storage": lambda: storage(*args),
    }
    print(json.dumps(forms[form]()))


main(*sys.argv[1:])
