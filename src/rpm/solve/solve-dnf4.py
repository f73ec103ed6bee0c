"""Solves a list of packages into an empty root with libdnf of dnf 4.

hawkey and libdnf are used without dnf's own modules, which would take longer to import than the solve takes,
and would read the configuration of this machine. See solver_program.py for how it is run.
"""

import os
import re
import sys

# Behind the system's own modules, so that no file here can take the place of one.
sys.path.append(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from solver_program import Trouble, culprits, not_as_pinned, run

try:
    import hawkey
    from dnf4_metadata import load_repositories, load_sack, named
except ImportError as error:
    run(None, missing_library=str(error))


def exclude(sack, request):
    """Takes excluded packages out of sight."""
    for pattern in request["exclude"]:
        sack.add_excludes(named(sack, pattern))


def pin(sack, request):
    """Takes every other version of a pinned package out of sight; returns the pinned packages themselves."""
    gone, kept = [], {}
    for pinned in request["pins"]:
        every = hawkey.Query(sack).filter(name=pinned["name"])
        exact = every.filter(version=pinned["version"], release=pinned["release"])
        if pinned["epoch"] is not None:
            exact = exact.filter(epoch=pinned["epoch"])
        if pinned["arch"] is not None:
            exact = exact.filter(arch=pinned["arch"])
        if len(exact) == 0:
            gone.append({"pin": pinned, "available": sorted(str(package) for package in every)[-8:]})
        else:
            kept.setdefault(pinned["name"], []).extend(exact)
    if gone:
        raise Trouble("pins-gone", pins=gone)
    for name, packages in kept.items():
        every = hawkey.Query(sack).filter(name=name)
        sack.add_excludes(every.difference(hawkey.Query(sack).filter(pkg=packages)))
    return [package for packages in kept.values() for package in packages]


def selections(sack, specs):
    """For each line the sets of packages of which one must be installed, as dnf's `install` takes it."""
    found, missing = {}, []
    for spec in specs:
        best = hawkey.Subject(spec).get_best_solution(sack, with_src=False)
        query = best["query"]
        if len(query) == 0:
            missing.append(spec)
            continue
        nevra = best["nevra"]
        if set(spec) & set("*[?") and not spec.startswith("/"):
            by_name = {}
            for package in query:
                by_name.setdefault(package.name, []).append(package)
            found[spec] = list(by_name.values())
        elif nevra is None or nevra.has_just_name():
            found[spec] = [list(query.union(hawkey.Query(sack).filter(obsoletes=query)))]
        else:
            found[spec] = [list(query)]
    if missing:
        raise Trouble("missing", missing=[describe_missing(sack, spec) for spec in missing], names=names(sack))
    return found


def describe_missing(sack, spec):
    """Whether only an exclude hides it, and which versions there are when the name at least exists."""
    hidden = hawkey.Query(sack, flags=hawkey.IGNORE_EXCLUDES)
    available = set()
    for nevra in hawkey.Subject(spec).get_nevra_possibilities():
        if nevra.name:
            available.update(str(package) for package in hidden.filter(name=nevra.name))
    whole = hawkey.Subject(spec).get_best_solution(sack, with_src=False, with_provides=False)["query"]
    excluded = len(whole) == 0 and spec in {package.name for package in hidden.filter(name=spec)}
    return {"spec": spec, "excluded": excluded, "available": sorted(available)[:8]}


def names(sack):
    return sorted({package.name for package in hawkey.Query(sack) if package.arch != "src"})


def run_goal(sack, chosen, favoured):
    goal = hawkey.Goal(sack)
    for groups in chosen:
        for group in groups:
            goal.install(select=hawkey.Selector(sack).set(pkg=group), optional=False)
    if favoured and hasattr(goal, "favor"):
        for package in favoured:
            goal.favor(package)
    solved = goal.run(allow_uninstall=False, force_best=True, ignore_weak_deps=True)
    return goal, solved


def dependents(sack, installs):
    """For each package the names of those that require something it provides."""
    inside = hawkey.Query(sack).filter(pkg=installs)
    needed_by = {str(package): set() for package in installs}
    for package in installs:
        requires = list(package.requires)
        for reldep in package.requires:
            # The parts of a rich dependency such as `(a if b)` are looked up one by one.
            if str(reldep).startswith("("):
                requires += [hawkey.Reldep(sack, word) for word in re.findall(r"[^\s()]+", str(reldep))
                             if len(inside.filter(provides=word)) > 0]
        if requires:
            for provider in inside.filter(provides=requires):
                if provider.name != package.name:
                    needed_by[str(provider)].add(package.name)
    return needed_by


def describe(package, found_by, needed_by):
    if package.chksum is None:
        raise Trouble("malformed", id=package.reponame, reason=f"Package `{package}` has no digest")
    kind, digest = package.chksum
    if hawkey.chksum_name(kind) != "sha256":
        raise Trouble("no-sha256", package=str(package), repository=package.reponame,
                      digest=hawkey.chksum_name(kind))
    return {
        "name": package.name, "epoch": package.epoch, "version": package.version, "release": package.release,
        "arch": package.arch, "repo": package.reponame, "location": package.location, "sha256": digest.hex(),
        "size": package.downloadsize, "installedSize": package.installsize,
        "source": re.sub(r"\.(no)?src\.rpm$", "", package.sourcerpm or ""),
        "specs": found_by.get(str(package), []), "neededBy": sorted(needed_by[str(package)]),
    }


def solve(request, repositories, filelists):
    sack = load_sack(request, repositories, filelists)
    exclude(sack, request)
    favoured = pin(sack, request)
    found = selections(sack, request["install"])
    goal, solved = run_goal(sack, found.values(), favoured)
    if not solved:
        def solves(lines):
            return run_goal(sack, [found[line] for line in lines], [])[1]

        problems = [list(dict.fromkeys(lines)) for lines in goal.problem_rules()]
        raise Trouble("broken", problems=problems, specs=culprits(list(found), solves),
                      pinned=would_change(request, repositories, filelists))
    installs = goal.list_installs()
    found_by = {}
    for spec, groups in found.items():
        for group in groups:
            for package in group:
                found_by.setdefault(str(package), []).append(spec)
    needed_by = dependents(sack, installs)
    return [describe(package, found_by, needed_by) for package in installs]


def would_change(request, repositories, filelists):
    """Names of pinned packages that would have to change for a solution, or nothing if that does not help."""
    if not request["pins"]:
        return []
    sack = load_sack(request, repositories, filelists)
    exclude(sack, request)
    try:
        goal, solved = run_goal(sack, selections(sack, request["install"]).values(), [])
    except Trouble:
        return []
    if not solved:
        return []
    return not_as_pinned(request, {(one.name, one.version, one.release) for one in goal.list_installs()})


def answer_to(request):
    # `_alive` is what the repositories need while they are used.
    repositories, _alive = load_repositories(request)
    filelists = any(spec.startswith(("/", "*/")) for spec in request["install"])
    try:
        packages = solve(request, repositories, filelists)
    except Trouble as trouble:
        # A requirement on a file that primary.xml does not name is found in the large lists of files only.
        if filelists or trouble.facts["kind"] != "broken":
            raise
        packages = solve(request, repositories, True)
    return {
        "resolver": "libdnf " + hawkey.VERSION,
        "repositories": [
            {"id": repository.getId(), "repomdFile": os.path.join(repository.getCachedir(), "repodata", "repomd.xml"),
             "revision": repository.getRevision(), "timestamp": repository.getMaxTimestamp()}
            for repository in repositories
        ],
        "packages": packages,
    }


run(answer_to)
