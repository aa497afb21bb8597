# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""ckpt_inspect --json: one document with what the text shows, also when the
image is damaged, missing, or has names that are not UTF-8; its names are those
of docs/inspect-json.md.

RUN: rm -rf %t && mkdir %t && cd %t && %unit/make_image job.ckpt
RUN: %python %s %inspect %src/docs/inspect-json.md
"""
import json
import os
import re
import shutil
import subprocess
import sys

from job import check, equal, read, write

INSPECT, PAGE = sys.argv[1:]


def document(*words, status=0):
    done = subprocess.run([INSPECT, *words], capture_output=True, check=False)
    equal(done.returncode, status, f"exit status of {words}")
    check(bool(done.stderr) == (status != 0), words, done.stderr)
    found = json.loads(done.stdout)
    equal(found.pop("schema"), 1, "schema")
    return found


def names(value):
    """All names in a document, but those that an image's notes have."""
    if isinstance(value, list):
        return set().union(*map(names, value), set())
    if not isinstance(value, dict):
        return set()
    out = set(value)
    for name, inner in value.items():
        if name not in ("provenance", "options"):
            out |= names(inner)
    return out


found = document("--json", "job.ckpt")
image = found["image"]
equal((image["file"], image["size"], image["generation"], image["restarts"],
       image["umask"], image["saved_bytes"], image["time"], image["process"]),
      ("job.ckpt", os.path.getsize("job.ckpt"), 3, 2, "022", 45056, "2023-11-14 22:13:20 UTC",
       "program"), "image")
equal(image["restart_command"],
      "/opt/sample/program -_condor_restart job.ckpt", "command")
equal(found["provenance"]["host"], "node7", "provenance")
equal(found["options"]["rollback"], "on", "options")
equal(found["mappings"][1],
      {"start": "0x402000", "end": "0x404000", "protection": "rw-",
       "flags": ["file"], "saved_bytes": 4096, "path": "/opt/sample/program",
       "file_offset": 8192, "readable_end": "0x403000"}, "mapping")
equal([d["number"] for d in found["descriptors"]], [0, 1, 2, *range(5, 22)],
      "descriptors")
equal([found["descriptors"][n]["kind"] for n in range(9, 14)],
      ["inotify", "master", "slave", "pidfd", "queue"], "kinds")
equal(found["file_watches"],
      [{"number": 11, "wd": 1, "events": "0x100", "follow": False,
        "path": "/home/user/in"},
       {"number": 11, "wd": 3, "events": "0x2", "follow": True,
        "descriptor": 10}], "file watches")
equal(found["descriptors"][2]["shares"], 1, "descriptor 2")
equal(found["locks"], [{"number": 1, "type": "write", "owner": "process",
                        "start": 100, "length": 0}], "locks")
equal(found["contents"][found["descriptors"][8]["content"]],
      {"kind": "memfd", "size": 12288, "saved_bytes": 6144, "flags": 0,
       "values": [1, 0, 0, 0]}, "content of a memfd")
equal(found["waiting"], [{"listener": 7, "client": 9},
                         {"listener": 7, "client": 8}], "waiting")
equal(found["flights"][1:], [{"content": 10, "message": 0, "number": 21},
                             {"content": 10, "message": 1, "number": 6}],
      "flights")
equal([d["number"] for d in found["descriptors"] if d.get("only_on_its_way")],
      [21], "what is on its way alone")
equal(found["watches"], [{"set": 9, "target": 6, "via": 6, "events": "0x19",
                          "data": "0x2a"}], "watches")
equal(found["signals"]["pending"], [{"signal": "SIGUSR1"}], "pending")
equal([t["kind"] for t in found["timers"]], ["real", "posix", "posix"], "timers")
equal(found["timers"][2],
      {"kind": "posix", "id": 7, "clock": "CLOCK_MONOTONIC", "signal": "SIGALRM",
       "left": 10000000, "interval": 10000000, "overrun": 3, "pending": 2},
      "timer")
equal(found["clocks"][0],
      {"of": "process", "monotonic": 5000000001, "boottime": 6000000002,
       "cpu": 700000003, "user": 600000000, "system": 100000000}, "clocks")
check(found["threads"] and found["cpu"], found)

good = document("-j", "verify", "job.ckpt")
equal(good["verified"]["good"], True, "good")
written = set(re.findall(r"`([a-z_]+)`", open(PAGE, encoding="utf-8").read()))
equal(sorted((names(found) | names(good)) - written), [], "not on the page")

data = bytearray(read("job.ckpt"))
data[-100] ^= 1
write("pages", bytes(data))
bad = document("--json", "verify", "pages", status=1)["verified"]
equal((bad["good"], bad["problem_count"], len(bad["problems"])), (False, 1, 1),
      "damaged pages")
write("head", b"x" + read("job.ckpt")[1:])
for words, status in ((["head"], 1), (["none"], 3), (["--what"], 2)):
    error = document("--json", *words, status=status)["error"]
    check(error["exit_status"] == status and error["text"], error)

strange = os.fsencode("a\nb\"\\é") + b"\xff"
shutil.copy("job.ckpt", strange)
image = document(b"--json", strange)["image"]
equal((image["file"], bytes.fromhex(image["file_hex"])),
      ("a\nb\"\\é\ufffd", strange), "strange name")
