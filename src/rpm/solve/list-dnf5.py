"""Lists the packages of repositories with libdnf5: the newest of each name, in columns sorted by name.

Writes the comps of the repositories beside the answer. See solver_program.py for how it is run, and package-index.ts
for the form of the answer.
"""

import os
import sys

# Behind the system's own modules, so that no file here can take the place of one.
sys.path.append(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from solver_program import COMPS_TYPES, run, write_comps

try:
    import libdnf5
    from dnf5_metadata import Metadata
except ImportError as error:
    run(None, missing_library=str(error))


def answer_to(request):
    metadata = Metadata(request, ["comps"])
    write_comps(request, [(one.get_id(), comps_file(one)) for one in metadata.repositories])
    wanted = libdnf5.rpm.PackageQuery(metadata.base)
    wanted.filter_arch([request["arch"], "noarch"])
    wanted.filter_priority()
    wanted.filter_latest_evr()
    # Two repositories may have the same newest version.
    newest = {package.get_name(): package for package in wanted}
    packages = [newest[name] for name in sorted(newest)]
    return {
        "names": [package.get_name() for package in packages],
        "summaries": [package.get_summary() for package in packages],
        "versions": [package.get_evr() for package in packages],
        "installedBytes": [package.get_install_size() for package in packages],
    }


def comps_file(repository):
    """Where the comps of a repository are; None: it has none."""
    files = [repository.get_metadata_path(kind) for kind in COMPS_TYPES]
    return next((file for file in files if file), None)


run(answer_to)
