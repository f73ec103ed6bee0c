"""Solves a list of packages into an empty root with libdnf5.

It gives the answers of solve-dnf4.py. See solver_program.py for how it is run.
"""

import os
import re
import sys

# Behind the system's own modules, so that no file here can take the place of one.
sys.path.append(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
from solver_program import Trouble, culprits, not_as_pinned, run

try:
    import libdnf5
    from dnf5_metadata import Metadata, named, spec_settings
except ImportError as error:
    run(None, missing_library=str(error))


def query(base, **filters):
    """Packages that have all these properties; each filter is given its value as a list."""
    found = libdnf5.rpm.PackageQuery(base)
    for name, value in filters.items():
        if value is not None:
            getattr(found, "filter_" + name)([value])
    return found


def exclude(base, request):
    """Takes excluded packages out of sight."""
    for pattern in request["exclude"]:
        base.get_rpm_package_sack().add_user_excludes(named(base, pattern))


def pin(base, request):
    """Takes every other version of a pinned package out of sight."""
    gone, kept = [], {}
    for pinned in request["pins"]:
        epoch = None if pinned["epoch"] is None else str(pinned["epoch"])
        exact = query(base, name=pinned["name"], version=pinned["version"], release=pinned["release"],
                      epoch=epoch, arch=pinned["arch"])
        if exact.empty():
            every = query(base, name=pinned["name"])
            gone.append({"pin": pinned, "available": sorted(package.get_nevra() for package in every)[-8:]})
        elif pinned["name"] in kept:
            kept[pinned["name"]].update(exact)
        else:
            kept[pinned["name"]] = exact
    if gone:
        raise Trouble("pins-gone", pins=gone)
    for name, packages in kept.items():
        others = query(base, name=name)
        others.difference(packages)
        base.get_rpm_package_sack().add_user_excludes(others)


def selections(base, specs):
    """For each line the packages that it means, as `install` of dnf takes it."""
    found, missing = {}, []
    for spec in specs:
        meant = libdnf5.rpm.PackageQuery(base)
        _, nevra = meant.resolve_pkg_spec(spec, spec_settings(), False)
        if meant.empty():
            missing.append(spec)
            continue
        is_glob = set(spec) & set("*[?") and not spec.startswith("/")
        if not is_glob and (not nevra.get_name() or nevra.has_just_name()):
            obsoleting = libdnf5.rpm.PackageQuery(base)
            obsoleting.filter_obsoletes(meant)
            meant.update(obsoleting)
        found[spec] = list(meant)
    if missing:
        raise Trouble("missing", missing=[describe_missing(base, spec) for spec in missing], names=names(base))
    return found


def hidden(base, name):
    """Packages of this name that an exclude or a pin took out of sight."""
    return [package for package in base.get_rpm_package_sack().get_user_excludes() if package.get_name() == name]


def describe_missing(base, spec):
    """Whether only an exclude hides it, and which versions there are when the name at least exists."""
    available = set()
    for nevra in libdnf5.rpm.Nevra.parse(spec):
        name = nevra.get_name()
        if name:
            of_name = list(query(base, name=name)) + hidden(base, name)
            available.update(package.get_nevra() for package in of_name)
    whole = libdnf5.rpm.PackageQuery(base)
    whole.resolve_pkg_spec(spec, spec_settings(with_provides=False), False)
    excluded = whole.empty() and len(hidden(base, spec)) > 0
    return {"spec": spec, "excluded": excluded, "available": sorted(available)[:8]}


def names(base):
    return sorted({package.get_name() for package in libdnf5.rpm.PackageQuery(base) if package.get_arch() != "src"})


def run_goal(base, specs):
    goal = libdnf5.base.Goal(base)
    for spec in specs:
        goal.add_rpm_install(spec, spec_settings())
    transaction = goal.resolve()
    return transaction, transaction.get_problems() == libdnf5.base.GoalProblem_NO_PROBLEM


def problems_of(transaction, repositories):
    """What libsolv says, in the words of dnf 4: without the repository of each package."""
    told = [event.get_solver_problems().to_string() for event in transaction.get_resolve_logs()
            if event.get_problem() == libdnf5.base.GoalProblem_SOLVER_ERROR]
    ids = "|".join(re.escape(repository["id"]) for repository in repositories)
    origin = re.compile(rf" from (?:{ids})(?=[ ,]|$)")
    problems = []
    for told_line in "\n".join(told).splitlines():
        line = origin.sub("", told_line)
        head = re.match(r"Problem(?: \d+)?: ", line)
        if head:
            problems.append([line[head.end():]])
        elif problems:
            problems[-1].append(re.sub(r"^ +- ", "", line))
    return [list(dict.fromkeys(lines)) for lines in problems]


def dependents(base, installs):
    """For each package the names of those that require something it provides."""
    chosen = libdnf5.rpm.PackageSet(base)
    for package in installs:
        chosen.add(package)

    def providers(of):
        inside = libdnf5.rpm.PackageQuery(chosen)
        inside.filter_provides(of)
        return inside

    needed_by = {package.get_nevra(): set() for package in installs}
    for package in installs:
        requires = package.get_requires()
        # The parts of a rich dependency such as `(a if b)` are looked up one by one.
        parts = [word for reldep in requires if str(reldep).startswith("(")
                 for word in re.findall(r"[^\s()]+", str(reldep))]
        for found in [providers(requires)] + [providers([word]) for word in parts]:
            for provider in found:
                if provider.get_name() != package.get_name():
                    needed_by[provider.get_nevra()].add(package.get_name())
    return needed_by


def describe(package, found_by, needed_by):
    digest = package.get_checksum()
    if not digest.get_checksum():
        reason = f"Package `{package.get_nevra()}` has no digest"
        raise Trouble("malformed", id=package.get_repo_id(), reason=reason)
    if digest.get_type_str() != "sha256":
        raise Trouble("no-sha256", package=package.get_nevra(), repository=package.get_repo_id(),
                      digest=digest.get_type_str())
    return {
        "name": package.get_name(), "epoch": int(package.get_epoch() or 0), "version": package.get_version(),
        "release": package.get_release(), "arch": package.get_arch(), "repo": package.get_repo_id(),
        "location": package.get_location(), "sha256": digest.get_checksum(),
        "size": package.get_download_size(), "installedSize": package.get_install_size(),
        "source": re.sub(r"\.(no)?src\.rpm$", "", package.get_sourcerpm() or ""),
        "specs": found_by.get(package.get_nevra(), []), "neededBy": sorted(needed_by[package.get_nevra()]),
    }


def solve(request, metadata):
    base = metadata.base
    exclude(base, request)
    pin(base, request)
    found = selections(base, request["install"])
    transaction, solved = run_goal(base, found)
    if not solved:
        def solves(lines):
            return run_goal(base, lines)[1]

        raise Trouble("broken", problems=problems_of(transaction, request["repositories"]),
                      specs=culprits(list(found), solves), pinned=would_change(request, metadata.optional))
    installs = [item.get_package() for item in transaction.get_transaction_packages()]
    found_by = {}
    for spec, packages in found.items():
        for package in packages:
            found_by.setdefault(package.get_nevra(), []).append(spec)
    needed_by = dependents(base, installs)
    return [describe(package, found_by, needed_by) for package in installs]


def would_change(request, optional):
    """Names of pinned packages that would have to change for a solution, or nothing if that does not help."""
    if not request["pins"]:
        return []
    base = Metadata(request, optional).base
    exclude(base, request)
    try:
        transaction, solved = run_goal(base, selections(base, request["install"]))
    except Trouble:
        return []
    if not solved:
        return []
    installs = [item.get_package() for item in transaction.get_transaction_packages()]
    return not_as_pinned(request, {(one.get_name(), one.get_version(), one.get_release()) for one in installs})


def answer_to(request):
    names_files = any(spec.startswith(("/", "*/")) for spec in request["install"])
    metadata = Metadata(request, ["filelists"] if names_files else [])
    try:
        packages = solve(request, metadata)
    except Trouble as trouble:
        # A requirement on a file that primary.xml does not name is found in the large lists of files only.
        if names_files or trouble.facts["kind"] != "broken":
            raise
        metadata = Metadata(request, ["filelists"])
        packages = solve(request, metadata)
    return {
        "resolver": "libdnf5 " + version(),
        "repositories": [
            {"id": repository.get_id(), "repomdFile": os.path.join(repository.get_cachedir(), "repodata", "repomd.xml"),
             "revision": repository.get_revision(), "timestamp": repository.get_max_timestamp()}
            for repository in metadata.repositories
        ],
        "packages": packages,
    }


def version():
    library = libdnf5.conf.get_library_version()
    return f"{library.prime}.{library.major}.{library.minor}"


run(answer_to)
