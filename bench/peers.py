#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ckpt_compile and its peers side by side: what each does in situations in which
such tools are known to fail, what it costs a program that is left alone, and how
long checkpoints and restarts take.

A peer that is not installed is left out; CRIU needs root.  docs/comparison.md
explains the tables.
"""
import argparse
import os
import shutil
import sys
import tempfile

import peer_measures
import peer_situations
import peer_tools


def parse_arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--ckpt", default="ckpt_compile",
                   help="the ckpt_compile to compare")
    p.add_argument("--criu", default="criu", help="the criu to compare")
    p.add_argument("--only", default="situations,idle,images",
                   help="parts to run (%(default)s)")
    p.add_argument("--situation", default="", help="only those whose name has "
                   "this in it")
    p.add_argument("--sizes", default="1,64,512",
                   help="MiB of the images (%(default)s)")
    p.add_argument("--rounds", type=int, default=5,
                   help="of each size and loop (%(default)s)")
    p.add_argument("--directory", help="where all is written")
    return p.parse_args()


def in_directory(function, *arguments):
    """Each trial has a directory of its own."""
    here = os.getcwd()
    directory = tempfile.mkdtemp(dir=here)
    os.chmod(directory, 0o755)
    os.chdir(directory)
    try:
        return function(*arguments)
    finally:
        os.chdir(here)
        shutil.rmtree(directory)


def one_situation(function, tool):
    if os.geteuid() and function in peer_situations.NEED_ROOT:
        return "not tried: that needs root"
    try:
        return function(tool)
    except peer_tools.Refused as why:
        return f"refused: {why}"
    except peer_tools.Hangs as what:
        return f"HANGS: {what}"
    finally:
        tool.kill()
        peer_tools.end_strays()


def situations(options, peers):
    """What comes of a checkpoint that ends the job, and of a restart."""
    for name, function in peer_situations.SITUATIONS.items():
        if options.situation not in name:
            continue
        print(name)
        for peer in peers:
            text = in_directory(one_situation, function, peer(options))
            print(f"    {peer.name:14}{text}", flush=True)


def main():
    options = parse_arguments()
    for name in ("ckpt", "criu"):
        found = shutil.which(getattr(options, name))
        if found:
            setattr(options, name, os.path.abspath(found))
    peers = [peer for peer in peer_tools.PEERS if peer.there(options)]
    if peer_tools.Ours not in peers:
        sys.exit(f"{options.ckpt} is not there; build it, and name it with "
                 "--ckpt")
    print("\n".join(f"{p.name}: {p.version(options)}" for p in peers))
    print("load: %.1f %.1f %.1f" % os.getloadavg())
    peer_tools.adopt()
    parts = {"situations": situations, "idle": peer_measures.idle,
             "images": peer_measures.images}
    with tempfile.TemporaryDirectory(dir=options.directory) as directory:
        os.chmod(directory, 0o755)  # for situations of ordinary users
        os.chdir(directory)
        for name in options.only.split(","):
            if name not in parts:
                sys.exit(f"there is no part {name}: {', '.join(parts)}")
            print(f"\n{name}: {' '.join(parts[name].__doc__.split())}")
            parts[name](options, peers)
        os.chdir("/")


main()
