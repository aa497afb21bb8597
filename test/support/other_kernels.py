# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The vDSOs of the oldest and the newest kernel that this system's package
lists know, as DIRECTORY/oldest.so and newest.so; what is there is kept.

    other_kernels.py DIRECTORY
"""
import glob
import os
import subprocess
import sys
import tempfile

NAMES = "^linux-image-[0-9][^ ]*-cloud-amd64$"
HERE = os.path.dirname(os.path.abspath(__file__))


def output(*command, **more):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE,
                          **more).stdout


def packages():
    lines = output("apt-cache", "search", "--names-only", NAMES, text=True)
    names = "\n".join(line.split()[0] for line in lines.splitlines())
    return output("sort", "-V", input=names, text=True).split()


def fetch(package, target):
    with tempfile.TemporaryDirectory() as room:
        os.chmod(room, 0o755)
        subprocess.run(["apt-get", "-q", "download", package], cwd=room,
                       check=True, timeout=600)
        package, = glob.glob(os.path.join(room, "*.deb"))
        files = output("dpkg-deb", "--fsys-tarfile", package)
        kernel = os.path.join(room, "vmlinuz")
        with open(kernel, "wb") as out:
            out.write(output("tar", "-xO", "--wildcards", "./boot/vmlinuz*",
                             input=files))
        subprocess.run([sys.executable, os.path.join(HERE, "kernel_vdso.py"),
                        kernel, target], check=True)


def main():
    os.makedirs(sys.argv[1], exist_ok=True)
    targets = [os.path.join(sys.argv[1], name + ".so")
               for name in ("oldest", "newest")]
    if all(map(os.path.exists, targets)):
        return
    known = packages()
    if len(known) < 2:
        sys.exit("fewer than two kernel packages are known here; apt-get "
                 "update fetches the lists")
    for package, target in zip((known[0], known[-1]), targets):
        fetch(package, target)
        print(f"{target}: {package}")


if __name__ == "__main__":
    main()
