"""The arrows of docs/architecture.md, held: which room may include whose headers.

    architecture_test.py ROOT      exit status 1 and a line for each include that points the wrong way
"""

import pathlib
import re
import sys

# Headers by the beginning of their include, and the folders that may include them (tests of a room count as the room).
ALLOWED = {
    # Rooms of celebrity_faces: the use case knows interfaces, cli/ joins the parts.
    "faces/": ["celebrity_faces", "experiments"],
    "photo/": ["photo", "bench", "fuzz", "gallery", "lookalike", "evaluation", "service", "cli", "vision", "experiments"],
    "inference/": ["inference", "vision", "blend"],
    "vision/": ["vision", "cli", "experiments", "celebrity_faces/bench"],
    "blend/": ["blend", "cli"],
    "gallery/": ["gallery", "cli"],
    "index_client/": ["index_client", "cli"],
    "lookalike/": ["lookalike", "service", "cli", "experiments"],
    "evaluation/": ["evaluation", "cli", "experiments"],
    "service/": ["service", "cli", "hnsw_index"],
    "cli/": ["cli"],
    # The index has never heard of faces, and its library not of HTTP.
    "hnsw/": ["hnsw_index", "index_client"],
    "http_kit/": ["http_kit", "service", "cli", "hnsw_index/service", "hnsw_index/tests/service"],
    "terminal_kit/": ["terminal_kit", "cli", "bench"],
    "import/": ["models", "celebrity_faces/bench"],
    # Foreign types are wrapped at once: each library in its one folder.
    "opencv2/": ["vision", "blend", "experiments"],
    "openvino/": ["inference", "models"],
    "dlib/": ["vision", "models", "experiments", "celebrity_faces/bench"],
    "sqlite3.h": ["gallery"],
    "restinio/": ["http_kit/src"],
    "asio": ["http_kit/src"],
    "curl/": ["index_client", "celebrity_faces/tests/cli", "hnsw_index/tests"],
    "hnswlib/": ["hnsw_index/bench"],
    "pybind11/": ["hnsw_index/python"],
    "CLI/": ["cli", "bench"],
    "jpeglib.h": ["photo"],
    "png.h": ["photo"],
    "webp/": ["photo"],
    "libheif/": ["photo"],
    "lcms2.h": ["photo"],
    "libexif/": ["photo"],
}
# Tests may look at files and pictures by these, whatever their room.
TESTS_ALSO = ["photo/", "faces/"]

INCLUDE = re.compile(r'^\s*#include\s+[<"]([^>"]+)[>"]', re.MULTILINE)


def rooms_of(path: pathlib.PurePosixPath) -> str:
    """The path with the tests of a room of celebrity_faces counted as the room, ready for a search by folder."""
    return "/" + str(path).replace("celebrity_faces/tests/", "celebrity_faces/") + "/ /" + str(path) + "/"


def may(path: pathlib.PurePosixPath, header: str) -> bool:
    prefixes = [prefix for prefix in ALLOWED if header.startswith(prefix)]
    if not prefixes:
        return True
    if "tests" in path.parts and header.startswith(tuple(TESTS_ALSO)):
        return True
    folders = ALLOWED[max(prefixes, key=len)]
    return any(f"/{folder}/" in rooms_of(path.parent) for folder in folders)


def main() -> int:
    root = pathlib.Path(sys.argv[1])
    wrong, seen = [], 0
    for folder in ("http_kit", "terminal_kit", "hnsw_index", "models", "celebrity_faces", "experiments"):
        for file in sorted((root / folder).rglob("*.[ch]pp")):
            path = pathlib.PurePosixPath(file.relative_to(root))
            for header in INCLUDE.findall(file.read_text(encoding="utf-8")):
                seen += 1
                if not may(path, header):
                    wrong.append(f"{path} includes {header}")
    print("\n".join(wrong) or f"{seen} includes, none of them against docs/architecture.md")
    # The rules themselves: a test that cannot fail is a defect.
    assert not may(pathlib.PurePosixPath("celebrity_faces/lookalike/x.cpp"), "gallery/store.hpp")
    assert not may(pathlib.PurePosixPath("hnsw_index/src/x.cpp"), "faces/face.hpp")
    assert may(pathlib.PurePosixPath("celebrity_faces/cli/x.cpp"), "gallery/store.hpp")
    return 1 if wrong or seen < 500 else 0


if __name__ == "__main__":
    sys.exit(main())
