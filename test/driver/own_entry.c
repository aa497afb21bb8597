// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A user's own entry point runs behind the runtime's, with every linker, and
// from an archive whose sections are collected too.
// RUN: rm -rf %t && mkdir -p %t && cd %t
// RUN: gcc -ffunction-sections -DENTRY -c %s -o go.o && ar rc libgo.a go.o
// RUN: for ld in bfd gold lld mold; do command -v ld.$ld || continue; \
// RUN:   for entry in '-Wl,-e,go' '-e go' '-Xlinker --entry=go'; do \
// RUN:     %ckpt gcc -fuse-ld=$ld -Wl,--gc-sections %s libgo.a $entry -o prog \
// RUN:       || exit 1; \
// RUN:     test "$(./prog)" = "go main" || exit 1; \
// RUN:   done; \
// RUN: done
#ifdef ENTRY
__asm__(".section .text.go, \"ax\"; .globl go\n"
        "go: mov $1, %eax; mov $1, %edi; lea text(%rip), %rsi; mov $3, %edx\n"
        "syscall; xor %edx, %edx\n"
        "jmp _start\n"
        "text: .ascii \"go \"\n");
#else
#include <unistd.h>
int main(void) { return write(1, "main", 4) != 4; }
#endif
