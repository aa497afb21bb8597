# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Fetches Debian source packages, once, as their authors released them.

The system's own package sources say from where: a copy of them with "deb"
turned into "deb-src" is used, and nothing of the system's set-up is changed.
"""
import glob
import os
import re
import shutil
import subprocess

LIMIT = 300  # seconds for each step
# As released they do not compile any more; with Debian's patches they do.
PATCHED = ["hmmer", "minisat2", "povray"]


class NoSources(Exception):
    """Says why there are none."""


def have(directory, packages):
    return all(os.path.exists(os.path.join(directory, name, "complete"))
               for name in packages)


def fetch(directory, packages):
    """directory/NAME/ holds the one source tree of each package afterwards.
    Returns name -> reason for those that could not be had."""
    missing = [p for p in packages if not have(directory, [p])]
    if not missing:
        return {}
    state = os.path.join(directory, "apt")
    try:
        apt = prepare(state)
        step(state, [*apt, "update"])
    except NoSources as reason:
        return dict.fromkeys(missing, str(reason))
    failed = {}
    for name in missing:
        try:
            download(state, apt, name)
            unpack(state, os.path.join(directory, name), name)
        except NoSources as reason:
            failed[name] = str(reason)
    return failed


def prepare(state):
    """apt-get, with lists and a cache of its own."""
    for tool in ("apt-get", "dpkg-source"):
        if not shutil.which(tool):
            raise NoSources(f"{tool} is not installed")
    for part in ("lists/partial", "cache/archives/partial", "download"):
        os.makedirs(os.path.join(state, part), exist_ok=True)
    return ["apt-get", "-q", *apt_options(state)]


def download(state, apt, name):
    """A mirror may lack the newest security update, but has the release's."""
    get = [*apt, "source", "--download-only"]
    try:
        step(state, [*get, name])
    except NoSources:
        for path in glob.glob(os.path.join(glob.escape(state), "download",
                                           name + "_*")):
            os.remove(path)
        step(state, [*get, f"{name}/{codename()}"])


def codename():
    with open("/etc/os-release", encoding="utf-8") as file:
        found = re.search(r"^VERSION_CODENAME=(\w+)", file.read(), re.M)
    if not found:
        raise NoSources("/etc/os-release names no release")
    return found[1]


def apt_options(state):
    lists = source_lists(state)
    if not lists:
        raise NoSources("no package source of the system can be read")
    return [word for option in (
        f"Dir::Etc::sourcelist={os.devnull}",
        f"Dir::Etc::sourceparts={os.path.dirname(lists[0])}",
        f"Dir::State::lists={state}/lists", f"Dir::Cache={state}/cache",
        "APT::Sandbox::User=root") for word in ("-o", option)]


def source_lists(state):
    """Copies of the system's lists that ask for sources."""
    parts = os.path.join(state, "sources.list.d")
    os.makedirs(parts, exist_ok=True)
    copies = []
    for path in ["/etc/apt/sources.list",
                 *glob.glob("/etc/apt/sources.list.d/*.list"),
                 *glob.glob("/etc/apt/sources.list.d/*.sources")]:
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except OSError:
            continue
        text = re.sub(r"^Types:.*", "Types: deb-src", text, flags=re.M)
        text = re.sub(r"^deb(-src)?\b", "deb-src", text, flags=re.M)
        copy = os.path.join(parts, os.path.basename(path))
        with open(copy, "w", encoding="utf-8") as file:
            file.write(text)
        copies.append(copy)
    return copies


def unpack(state, directory, name):
    found = glob.glob(os.path.join(glob.escape(state), "download",
                                   name + "_*.dsc"))
    if len(found) != 1:
        raise NoSources(f"{len(found)} descriptions of {name} were fetched")
    shutil.rmtree(directory, ignore_errors=True)
    os.makedirs(directory)
    pristine = [] if name in PATCHED else ["--skip-patches"]
    step(state, ["dpkg-source", "--no-check", *pristine, "-x", found[0],
                 os.path.join(directory, "source")])
    with open(os.path.join(directory, "complete"), "w", encoding="ascii"):
        pass


def step(state, command):
    try:
        done = subprocess.run(
            command, cwd=os.path.join(state, "download"), timeout=LIMIT,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace")
    except subprocess.TimeoutExpired:
        raise NoSources(f"{command[0]} took more than {LIMIT} s") from None
    if done.returncode:
        last = done.stdout.strip().splitlines()[-1:]
        raise NoSources(f"{command[0]} failed: {' '.join(last)}")
