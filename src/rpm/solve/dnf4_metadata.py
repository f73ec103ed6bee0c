"""Metadata of repositories through libdnf of dnf 4, for the programs that solve and list packages with it."""

import os
import sys
import time

import hawkey
import libdnf.conf
import libdnf.repo
from solver_program import Trouble, prune_caches, repository_trouble, tell_reading


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


def load_repositories(request):
    """Brings the metadata of all repositories up to date; returns them, and what must stay alive with them."""
    cache = request["cacheDir"]
    loaded = [load_repository(wanted, cache) for wanted in request["repositories"]]
    repositories = [repository for repository, _ in loaded]
    prune_caches(cache, {repository.getCachedir() for repository in repositories})
    return repositories, loaded


def load_repository(wanted, cache):
    """Brings the metadata of one repository up to date; returns the repository, and what must stay alive."""
    sources = [{**wanted, "baseurl": [], "metalink": None, "mirrorlist": None, kind: wanted[kind],
                "login": wanted["logins"][kind]}
               for kind in ("metalink", "mirrorlist", "baseurl") if wanted[kind]]
    failures = []
    for source in sources:
        try:
            return load_from(source, cache)
        except Trouble as trouble:
            failures += trouble.facts["failures"]
            # The metalink of an old release goes away, its tree stays in the archive.
            if trouble.facts["kind"] != "repository" or source is sources[-1]:
                trouble.facts["failures"] = failures
                raise


def load_from(wanted, cache):
    runtime = libdnf.conf.Option.Priority_RUNTIME
    main = libdnf.conf.ConfigMain()
    main.cachedir().set(runtime, cache)
    config = libdnf.conf.ConfigRepo(main)
    if wanted["baseurl"]:
        config.baseurl().set(runtime, libdnf.conf.VectorString(wanted["baseurl"]))
    if wanted["mirrorlist"]:
        config.mirrorlist().set(runtime, wanted["mirrorlist"])
    if wanted["metalink"]:
        config.metalink().set(runtime, wanted["metalink"])
    if wanted["login"]:
        config.username().set(runtime, wanted["login"]["user"])
        config.password().set(runtime, wanted["login"]["password"])
    config.priority().set(runtime, wanted["priority"])
    config.skip_if_unavailable().set(runtime, False)
    config.retries().set(runtime, 3)
    config.timeout().set(runtime, 20)
    config.this.disown()
    repository = libdnf.repo.Repo(wanted["id"], config)
    tell_reading(wanted["id"])
    watcher = Watcher(wanted["id"])
    watcher.this.disown()
    repository.setCallbacks(watcher)
    # Compares repomd.xml with the server's each time; what has not changed is not fetched again.
    repository.expire()
    try:
        repository.load()
    except Exception as error:
        raise repository_trouble(wanted["id"], error, watcher.failures) from error
    os.utime(repository.getCachedir())
    return repository, (main, config, watcher)


def load_sack(request, repositories, filelists):
    cache = request["cacheDir"]
    sack = hawkey.Sack(
        arch=request["arch"], cachedir=cache, rootdir=os.path.join(cache, "no-root"), logfile=os.devnull,
        logdebug=False,
    )
    for repository in repositories:
        tell_reading(repository.getId())
        try:
            sack.load_repo(
                repository, build_cache=True, load_filelists=filelists, load_presto=False, load_updateinfo=False
            )
        except Exception as error:
            raise Trouble("repository", id=repository.getId(), reason=str(error), failures=[]) from error
    tell_reading(None)
    for wanted in request["repositories"]:
        for pattern in wanted["excludes"]:
            sack.add_excludes(named(sack, pattern).filter(reponame=wanted["id"]))
    return sack


def named(sack, pattern):
    """The packages that a name, glob or NEVRA means."""
    return hawkey.Subject(pattern).get_best_query(sack, with_nevra=True, with_provides=False, with_filenames=False)
