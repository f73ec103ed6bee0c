"""Lists the packages of repositories with libdnf of dnf 4: the newest of each name, in columns sorted by name.

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
    import hawkey
    from dnf4_metadata import load_repositories, load_sack
except ImportError as error:
    run(None, missing_library=str(error))


def answer_to(request):
    # `_alive` is what the repositories need while they are used.
    repositories, _alive = load_repositories(request)
    sack = load_sack(request, repositories, False)
    write_comps(request, [(repository.getId(), comps_file(repository)) for repository in repositories])
    wanted = hawkey.Query(sack).filter(
        arch=[request["arch"], "noarch"], latest_per_arch_by_priority=True
    )
    # Two repositories may have the same newest version.
    newest = {package.name: package for package in wanted}
    packages = [newest[name] for name in sorted(newest)]
    return {
        "names": [package.name for package in packages],
        "summaries": [package.summary or "" for package in packages],
        "versions": [package.evr for package in packages],
        "installedBytes": [package.installsize for package in packages],
    }


def comps_file(repository):
    """Where the comps of a repository are, which libdnf has fetched with the other metadata; None: it has none."""
    files = [repository.getMetadataPath(kind) for kind in COMPS_TYPES]
    return next((file for file in files if file), None)


run(answer_to)
