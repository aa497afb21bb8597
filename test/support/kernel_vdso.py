# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The 64-bit vDSO of a kernel that is not running, out of its vmlinuz.

    kernel_vdso.py VMLINUZ OUTPUT

A vmlinuz is a small loader with the compressed kernel somewhere behind it; the
kernel holds the vDSO, page aligned and page padded, as an ELF file whose
soname is linux-vdso.so.1.
"""
import lzma
import struct
import subprocess
import sys
import zlib

HEADER = b"\x7fELF\x02\x01\x01\x00"
DYNAMIC, SONAME, STRTAB = 2, 14, 5  # PT_DYNAMIC, DT_SONAME, DT_STRTAB


def filtered(command):
    """A tool that warns about the bytes behind its stream is not wrong."""
    def run(data):
        return subprocess.run(command, input=data, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL).stdout
    return run


FORMATS = [
    (b"\xfd7zXZ\x00", lambda d: lzma.LZMADecompressor().decompress(d)),
    (b"\x5d\x00\x00", lambda d: lzma.LZMADecompressor().decompress(d)),
    (b"\x1f\x8b\x08", lambda d: zlib.decompressobj(31).decompress(d)),
    (b"\x28\xb5\x2f\xfd", filtered(["zstd", "-dcf"])),
    (b"\x02\x21\x4c\x18", filtered(["lz4", "-dcf"])),
]


def kernels(vmlinuz):
    """What decompresses to something of a kernel's size."""
    for magic, decompress in FORMATS:
        at = vmlinuz.find(magic)
        while at >= 0:
            try:
                kernel = decompress(vmlinuz[at:])
            except (lzma.LZMAError, zlib.error):
                kernel = b""
            if len(kernel) > len(vmlinuz):
                yield kernel
            at = vmlinuz.find(magic, at + 1)
    yield vmlinuz


def is_vdso(elf):
    offset, = struct.unpack_from("<Q", elf, 32)
    count, = struct.unpack_from("<H", elf, 56)
    if offset != 64 or count > 16:
        return False
    for i in range(count):
        kind, _, at = struct.unpack_from("<IIQ", elf, offset + 56 * i)
        if kind != DYNAMIC:
            continue
        entries = {}
        while True:
            tag, value = struct.unpack_from("<QQ", elf, at)
            if not tag:
                break
            entries[tag] = value
            at += 16
        name = entries.get(STRTAB, 0) + entries.get(SONAME, 0)
        return elf[name:].startswith(b"linux-vdso.so.1\0")
    return False


def find_vdso(kernel):
    at = kernel.find(HEADER, 1)
    while at >= 0:
        elf = kernel[at:at + (1 << 16)]
        try:
            if is_vdso(elf):
                sections, = struct.unpack_from("<Q", elf, 40)
                size, count = struct.unpack_from("<HH", elf, 58)
                end = sections + size * count
                return elf[:(end + 4095) & ~4095]
        except struct.error:
            pass
        at = kernel.find(HEADER, at + 1)
    return None


def main():
    with open(sys.argv[1], "rb") as file:
        vmlinuz = file.read()
    for kernel in kernels(vmlinuz):
        vdso = find_vdso(kernel)
        if vdso:
            with open(sys.argv[2], "wb") as out:
                out.write(vdso)
            return
    sys.exit(f"no 64-bit vDSO was found in {sys.argv[1]}")


if __name__ == "__main__":
    main()
