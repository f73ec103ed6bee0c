"""Metadata of repositories through libdnf5, for the programs that solve and list packages with it."""

import os
import sys
import time

import libdnf5
from solver_program import Trouble, prune_caches, repository_trouble, tell_reading


class Watcher(libdnf5.repo.DownloadCallbacks):
    """Collects what each mirror said, and tells how far the download is."""

    def __init__(self, repository):
        super().__init__()
        self.repository = repository
        self.failures = []
        self.told = 0.0

    def progress(self, user_cb_data, total_to_download, downloaded):
        now = time.monotonic()
        if total_to_download > 0 and now - self.told > 0.2:
            self.told = now
            print("progress", self.repository, int(downloaded), int(total_to_download), file=sys.stderr, flush=True)
        return 0

    def mirror_failure(self, user_cb_data, msg, url, metadata):
        self.failures.append({"url": url or "", "reason": msg or ""})
        return 0


class Metadata:
    """Up-to-date metadata of all repositories of a request. `optional`: types beside the list of packages."""

    def __init__(self, request, optional):
        self.request = request
        self.optional = optional
        # One after the other: what goes wrong then belongs to one repository.
        self.sources = [self._refresh(wanted) for wanted in request["repositories"]]
        tell_reading(None)
        self.base = new_base(request, optional, cache_only=True)
        self.repositories = [add_repository(self.base, source) for source in self.sources]
        load(self.base)
        for source in self.sources:
            for pattern in source["excludes"]:
                found = named(self.base, pattern)
                found.filter_repo_id([source["id"]])
                self.base.get_rpm_package_sack().add_user_excludes(found)
        prune_caches(request["cacheDir"], {repository.get_cachedir() for repository in self.repositories})

    def _refresh(self, wanted):
        """Brings the metadata of one repository up to date; returns where it was had from."""
        sources = [{**wanted, "baseurl": [], "metalink": None, "mirrorlist": None, kind: wanted[kind],
                    "login": wanted["logins"][kind]}
                   for kind in ("metalink", "mirrorlist", "baseurl") if wanted[kind]]
        failures = []
        for source in sources:
            try:
                return self._refresh_from(source)
            except Trouble as trouble:
                failures += trouble.facts["failures"]
                # The metalink of an old release goes away, its tree stays in the archive.
                if trouble.facts["kind"] != "repository" or source is sources[-1]:
                    trouble.facts["failures"] = failures
                    raise

    def _refresh_from(self, source):
        tell_reading(source["id"])
        base = new_base(self.request, self.optional, cache_only=False)
        watcher = Watcher(source["id"])
        base.set_download_callbacks(libdnf5.repo.DownloadCallbacksUniquePtr(watcher))
        repository = add_repository(base, source)
        # Compares repomd.xml with the server's each time; what has not changed is not fetched again.
        repository.expire()
        try:
            load(base)
        except Exception as error:
            raise repository_trouble(source["id"], error, watcher.failures) from error
        os.utime(repository.get_cachedir())
        return source


def new_base(request, optional, cache_only):
    """A libdnf5 that knows nothing of this machine: its settings, plugins and installed packages."""
    base = libdnf5.base.Base()
    config = base.get_config()
    config.installroot = os.path.join(request["cacheDir"], "no-root")
    config.cachedir = request["cacheDir"]
    config.system_cachedir = request["cacheDir"]
    config.plugins = False
    config.reposdir = []
    config.varsdir = []
    config.best = True
    config.install_weak_deps = False
    config.cacheonly = "metadata" if cache_only else "none"
    config.optional_metadata_types = optional
    base.get_vars().set("arch", request["arch"])
    base.setup()
    return base


def add_repository(base, source):
    repository = base.get_repo_sack().create_repo(source["id"])
    config = repository.get_config()
    if source["baseurl"]:
        config.baseurl = source["baseurl"]
    if source["mirrorlist"]:
        config.mirrorlist = source["mirrorlist"]
    if source["metalink"]:
        config.metalink = source["metalink"]
    if source["login"]:
        config.username = source["login"]["user"]
        config.password = source["login"]["password"]
    config.priority = source["priority"]
    config.skip_if_unavailable = False
    config.timeout = 20
    return repository


def load(base):
    base.get_repo_sack().load_repos(libdnf5.repo.Repo.Type_AVAILABLE)


def spec_settings(**but):
    """A spec is a NEVRA, a name, what a package provides, or a path; never the name of a program alone."""
    settings = libdnf5.base.GoalJobSettings()
    settings.set_with_binaries(False)
    settings.set_group_with_name(False)
    for name, value in but.items():
        getattr(settings, "set_" + name)(value)
    return settings


def named(base, pattern):
    """The packages that a name, glob or NEVRA means."""
    found = libdnf5.rpm.PackageQuery(base)
    found.resolve_pkg_spec(pattern, spec_settings(with_provides=False, with_filenames=False), False)
    return found
