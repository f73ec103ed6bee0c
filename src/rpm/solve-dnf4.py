"""Solves a list of packages into an empty root with libdnf of dnf 4.

hawkey and libdnf are used without dnf's own modules, which would take longer to import than the solve takes,
and would read the configuration of this machine. See solver_program.py for how it is run.
"""

import os
import re
import sys
import time

# Behind the system's own modules, so that no file here can take the place of one.
sys.path.append(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from solver_program import Trouble, culprits, prune_caches, run

try:
    import hawkey
    import libdnf.conf
    import libdnf.repo
except ImportError as error:
    run(None, missing_library=str(error))


class Watcher(libdnf.repo.RepoCB):
    """Collects what each mirror said, and tells how far the download is."""

    def __init__(self, repository):
        super().__init__()
        self.repository = repository
        self.failures = []
        self.told = 0.0

    def progress(self, total, done):
        now = time.monotonic()
        if total > 0 and now - self.told > 0.2:
            self.told = now
            print("progress", self.repository, int(done), int(total), file=sys.stderr, flush=True)
        return 0

    def handleMirrorFailure(self, msg, url, metadata):
        self.failures.append({"url": url or "", "reason": msg or ""})
        return 0


def load_repository(wanted, cache):
    """Brings the metadata of one repository up to date; returns the repository, and what must stay alive."""
    if wanted["metalink"] and wanted["baseurl"]:
        try:
            return load_from({**wanted, "baseurl": []}, cache)
        except Trouble as trouble:
            # The metalink of an old release goes away, its tree stays in the archive.
            if trouble.facts["kind"] != "repository":
                raise
            return load_from({**wanted, "metalink": None}, cache)
    return load_from(wanted, cache)


def load_from(wanted, cache):
    runtime = libdnf.conf.Option.Priority_RUNTIME
    main = libdnf.conf.ConfigMain()
    main.cachedir().set(runtime, cache)
    config = libdnf.conf.ConfigRepo(main)
    if wanted["baseurl"]:
        config.baseurl().set(runtime, libdnf.conf.VectorString(wanted["baseurl"]))
    if wanted["metalink"]:
        config.metalink().set(runtime, wanted["metalink"])
    config.skip_if_unavailable().set(runtime, False)
    config.retries().set(runtime, 3)
    config.timeout().set(runtime, 20)
    config.this.disown()
    repository = libdnf.repo.Repo(wanted["id"], config)
    watcher = Watcher(wanted["id"])
    watcher.this.disown()
    repository.setCallbacks(watcher)
    # Compares repomd.xml with the server's each time; what has not changed is not fetched again.
    repository.expire()
    try:
        repository.load()
    except Exception as error:
        text = "; ".join([str(error)] + [failure["reason"] for failure in watcher.failures])
        raise Trouble(
            "metadata-digest" if "checksum doesn't match" in text else "repository",
            id=wanted["id"],
            reason=str(error),
            failures=watcher.failures[:20],
        ) from error
    os.utime(repository.getCachedir())
    return repository, (main, config, watcher)


def load_sack(request, repositories, filelists):
    cache = request["cacheDir"]
    sack = hawkey.Sack(
        arch=request["arch"], cachedir=cache, rootdir=os.path.join(cache, "no-root"), logfile=os.devnull,
        logdebug=False,
    )
    for repository in repositories:
        try:
            sack.load_repo(
                repository, build_cache=True, load_filelists=filelists, load_presto=False, load_updateinfo=False
            )
        except Exception as error:
            raise Trouble("repository", id=repository.getId(), reason=str(error), failures=[]) from error
    return sack


def exclude(sack, request):
    """Takes excluded packages out of sight."""
    for pattern in request["exclude"]:
        subject = hawkey.Subject(pattern)
        sack.add_excludes(
            subject.get_best_query(sack, with_nevra=True, with_provides=False, with_filenames=False)
        )


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
    versions = {(pinned["name"], pinned["version"], pinned["release"]) for pinned in request["pins"]}
    pinned_names = {pinned["name"] for pinned in request["pins"]}
    return sorted({package.name for package in goal.list_installs() if package.name in pinned_names
                   and (package.name, package.version, package.release) not in versions})


def answer_to(request):
    cache = request["cacheDir"]
    loaded = [load_repository(wanted, cache) for wanted in request["repositories"]]
    repositories = [repository for repository, _ in loaded]
    prune_caches(cache, {repository.getCachedir() for repository in repositories})
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
            {"id": repository.getId(), "repomdFile": os.path.join(repository.getCachedir(), "repodata", "repomd.xml")}
            for repository in repositories
        ],
        "packages": packages,
    }


run(answer_to)
