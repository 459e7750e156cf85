"""A wheel is built with what is there, without a network, and answers where it is installed.

    wheel_test.py PYTHON      of the environment that has scikit-build-core and pybind11
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import venv

import support  # skips where numpy is missing

SOURCE = pathlib.Path(__file__).resolve().parent.parent
QUESTION = """
import celebrity_hnsw, numpy, sys
assert celebrity_hnsw.__file__.startswith(sys.prefix), celebrity_hnsw.__file__
index = celebrity_hnsw.Index(space="l2", dim=3)
index.init_index(max_elements=10)
index.add_items(numpy.eye(3))
print(celebrity_hnsw.__version__, index.knn_query([0.9, 0.1, 0])[0].tolist())
"""


def run(*command, **options):
    return subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, text=True, **options).stdout


class Wheel(unittest.TestCase):
    def test_it_is_built_installed_and_answers(self):
        pip = [BUILDER, "-m", "pip", "--disable-pip-version-check", "-q"]
        with tempfile.TemporaryDirectory() as folder:
            run(*pip, "wheel", "--no-build-isolation", "--no-deps", "--no-index", "-w", folder, SOURCE)
            (wheel,) = pathlib.Path(folder).glob("celebrity_hnsw-*.whl")
            place = pathlib.Path(folder, "venv")
            venv.create(place, system_site_packages=True)
            python = place / "bin" / "python"
            run(*pip, "--python", python, "install", "--no-deps", "--no-index", wheel)
            bare = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
            answer = run(python, "-c", QUESTION, cwd=folder, env=bare)
        self.assertEqual(answer, f"{support.celebrity_hnsw.__version__} [[0]]\n")


if __name__ == "__main__":
    BUILDER = sys.argv.pop()
    if subprocess.run([BUILDER, "-c", "import scikit_build_core, pybind11"], check=False).returncode != 0:
        print("skipped: scikit-build-core is not installed: run scripts/setup test", file=sys.stderr)
        sys.exit(77)
    unittest.main()
